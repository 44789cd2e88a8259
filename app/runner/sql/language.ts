/** SQL: all of the session's files of it, one after another, in one SQLite database in memory. */
import initSqlJs, { type Database, type SqlJsStatic, type SqlValue, type Statement } from "sql.js";
import { runnerWords } from "../../words/runner.ts";
import { moduleOf } from "../assets.ts";
import type { Io, Language } from "../language.ts";
import type { Job } from "../messages.ts";
import { inOrder } from "./in-order.ts";
import { MAX_CELL_CHARS, tableOf } from "./table.ts";
import { changingVerb, firstWords, lineOfProblem } from "./statements.ts";

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

function runStatement(database: Database, statement: Statement, io: Io): void {
  const columns = statement.getColumnNames();
  if (columns.length > 0) {
    io.piece(tableOf(columns, rowsOf(statement)));
    return;
  }
  while (statement.step());
  const sql = statement.getSQL();
  const verb = changingVerb(sql);
  io.write("note", `${verb ? runnerWords.changedRows(verb, database.getRowsModified()) : firstWords(sql)}\n`);
}

function* rowsOf(statement: Statement): Generator<(string | null)[]> {
  // Its types lack what keeps integers beyond 2⁵³ whole.
  const options = [null, { useBigInt: true }] as unknown as [null];
  while (statement.step()) yield (statement.get(...options) as (SqlValue | bigint)[]).map(textOf);
}

function textOf(value: SqlValue | bigint): string | null {
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    const hex = Array.from(value.subarray(0, MAX_CELL_CHARS), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `x'${hex}'`;
  }
  // Integers come as bigint: whatever is a number here is real, and SQLite writes 1.0.
  if (typeof value === "number" && Number.isInteger(value)) return value.toFixed(1);
  return String(value);
}

function problemOf(database: Database, sql: string): string | undefined {
  try {
    database.prepare(sql).free();
  } catch (error) {
    return messageOf(error);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
