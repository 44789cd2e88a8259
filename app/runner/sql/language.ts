/** SQL: all of the session's files of it, one after another, in one SQLite database in memory. */
import initialize, { type Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { runnerWords } from "../../words/runner.ts";
import { moduleOf } from "../assets.ts";
import type { Io, Language } from "../language.ts";
import type { Job, RunFile } from "../messages.ts";
import { type Cell, type Database, openDatabase, SqlProblem, type Statement, statementsOf } from "./database.ts";
import { changingVerb, firstWords, lineOfProblem } from "./statements.ts";

/** Fewer than a piece may have. They are not imported, since zod would come along into the worker. */
const MAX_SHOWN_ROWS = 200;
const MAX_SHOWN_COLUMNS = 100;
/** Of all cells of a table, and of one: a batch of output has to hold them. */
const MAX_TABLE_CHARS = 40_000;
const MAX_CELL_CHARS = 2_000;

export const language: Language = {
  async prepare(assets) {
    const library = await load(moduleOf(assets, "sqlite3.wasm"));
    return async (job, io) => runFiles(library, job, io);
  },
};

/** Its other ways to store things need files or an origin, and it complains about each that it does not find. */
async function load(module: WebAssembly.Module): Promise<Sqlite3Static> {
  const disable = { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-sahpool": true, "opfs-wl": true } };
  Object.assign(globalThis, { sqlite3ApiConfig: { disable, warn() {} } });
  const initializeWith = initialize as (options: object) => Promise<Sqlite3Static>;
  return initializeWith({
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
      void WebAssembly.instantiate(module, imports).then(done);
      return {};
    },
  });
}

function runFiles(library: Sqlite3Static, job: Job, io: Io): number {
  const database = openDatabase(library);
  let count = 0;
  for (const { path, content } of inOrder(job)) {
    try {
      for (const statement of statementsOf(database, content)) {
        runStatement(database, statement, io);
        count += 1;
      }
    } catch (error) {
      if (!(error instanceof SqlProblem)) throw error;
      io.write("err", `${path}:${lineOfProblem(content, error)}: ${error.message}\n`);
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
  const { columns, sql } = statement;
  if (columns.length > 0) {
    io.piece({ kind: "table", columns: columns.slice(0, MAX_SHOWN_COLUMNS).map(cut), ...rowsOf(statement) });
    return;
  }
  while (statement.step());
  const verb = changingVerb(sql);
  io.write("note", `${verb ? runnerWords.changedRows(verb, database.changes()) : firstWords(sql)}\n`);
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
    const row = statement.cells(MAX_SHOWN_COLUMNS).map(textOf);
    chars += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    if (rows.length > 0 && chars > MAX_TABLE_CHARS) more += 1;
    else rows.push(row);
  }
  return { rows, more };
}

function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Uint8Array) {
    const hex = Array.from(cell.subarray(0, MAX_CELL_CHARS), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return cut(`x'${hex}'`);
  }
  // Integers come as bigint: whatever is a number here is real, and SQLite writes 1.0.
  if (typeof cell === "number" && Number.isInteger(cell)) return cell.toFixed(1);
  return cut(String(cell));
}

const cut = (text: string) => (text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS)}…` : text);
