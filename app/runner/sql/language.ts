/** SQL: all of the session's files of it, one after another, in one SQLite database in memory. */
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from "sql.js";
import { runnerWords } from "../../words/runner.ts";
import { moduleOf } from "../assets.ts";
import type { Io, Language } from "../language.ts";
import type { Job, RunFile } from "../messages.ts";
import { changingVerb, firstWords, lineOfProblem } from "./statements.ts";

/** Fewer than a piece may have. They are not imported, since zod would come along into the worker. */
const MAX_SHOWN_ROWS = 200;
const MAX_SHOWN_COLUMNS = 100;
/** Of all cells of a table, and of one: a batch of output has to hold them. */
const MAX_TABLE_CHARS = 40_000;
const MAX_CELL_CHARS = 2_000;

export const language: Language = {
  async prepare(assets) {
    const module = moduleOf(assets, "sql-wasm.wasm");
    const library = await initSqlJs({
      instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
        void WebAssembly.instantiate(module, imports).then(done);
        return {};
      },
    } as Parameters<typeof initSqlJs>[0]);
    return async (job, io) => runFiles(library, job, io);
  },
};

function runFiles(library: SqlJsStatic, job: Job, io: Io): number {
  const database = new library.Database();
  let count = 0;
  for (const { path, content } of inOrder(job)) {
    let start = 0;
    try {
      for (const statement of database.iterateStatements(content)) {
        runStatement(database, statement, io);
        start += statement.getSQL().length;
        count += 1;
      }
    } catch (error) {
      const problem = messageOf(error);
      const line = lineOfProblem(content, start, problem, (part) => problemOf(database, part));
      io.write("err", `${path}:${line}: ${problem}\n`);
      return 1;
    }
  }
  if (count === 0) io.write("note", `${runnerWords.noStatements}\n`);
  return 0;
}

/** What people call the files that make tables, and those that fill them: they come before what asks for that. */
const FIRST = [/schema|tables?\b|setup|init\b/i, /data\b|seeds?\b|fixtures?\b/i];

/** Whichever file is open: by what it is for, then as people number them, 2 before 10. */
function inOrder({ entry, files }: Job): RunFile[] {
  const { compare } = new Intl.Collator("en", { numeric: true });
  const rankOf = (path: string) => {
    const rank = FIRST.findIndex((names) => names.test(path));
    return rank < 0 ? FIRST.length : rank;
  };
  return files
    .filter(({ path }) => path === entry || path.toLowerCase().endsWith(".sql"))
    .sort((a, b) => rankOf(a.path) - rankOf(b.path) || compare(a.path, b.path));
}

function runStatement(database: Database, statement: Statement, io: Io): void {
  const columns = statement.getColumnNames();
  if (columns.length > 0) {
    io.piece({ kind: "table", columns: columns.slice(0, MAX_SHOWN_COLUMNS).map(cut), ...rowsOf(statement) });
    return;
  }
  while (statement.step());
  const sql = statement.getSQL();
  const verb = changingVerb(sql);
  io.write("note", `${verb ? runnerWords.changedRows(verb, database.getRowsModified()) : firstWords(sql)}\n`);
}

function rowsOf(statement: Statement): { rows: (string | null)[][]; more: number } {
  const rows: (string | null)[][] = [];
  let chars = 0;
  let more = 0;
  while (statement.step()) {
    if (rows.length === MAX_SHOWN_ROWS || chars > MAX_TABLE_CHARS) {
      more += 1;
      continue;
    }
    // Its types lack what keeps integers beyond 2⁵³ whole.
    const values = statement.get(...([null, { useBigInt: true }] as unknown as [null])) as (SqlValue | bigint)[];
    const row = values.slice(0, MAX_SHOWN_COLUMNS).map(textOf);
    chars += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (rows.length > 0 && chars > MAX_TABLE_CHARS) more += 1;
    else rows.push(row);
  }
  return { rows, more };
}

function textOf(value: SqlValue | bigint): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    const hex = Array.from(value.subarray(0, MAX_CELL_CHARS), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return cut(`x'${hex}'`);
  }
  // Integers come as bigint: whatever is a number here is real, and SQLite writes 1.0.
  if (typeof value === "number" && Number.isInteger(value)) return value.toFixed(1);
  return cut(String(value));
}

const cut = (text: string) => (text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS)}…` : text);

function problemOf(database: Database, sql: string): string | undefined {
  try {
    database.prepare(sql).free();
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
