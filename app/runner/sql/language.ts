/** SQL: all of the session's files of it, one after another, in one SQLite database in memory. */
import initialize, { type Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import { runnerWords } from "../../words/runner.ts";
import { moduleOf } from "../assets.ts";
import type { Io, Language } from "../language.ts";
import type { Job } from "../messages.ts";
import { type Cell, type Database, openDatabase, SqlProblem, type Statement, statementsOf } from "./database.ts";
import { inOrder } from "./in-order.ts";
import { MAX_CELL_CHARS, MAX_SHOWN_COLUMNS, tableOf } from "./table.ts";
import { changingVerb, firstWords, lineOfProblem } from "./statements.ts";

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

function runStatement(database: Database, statement: Statement, io: Io): void {
  const { columns, sql } = statement;
  if (columns.length > 0) {
    io.piece(tableOf(columns, rowsOf(statement)));
    return;
  }
  while (statement.step());
  const verb = changingVerb(sql);
  io.write("note", `${verb ? runnerWords.changedRows(verb, database.changes()) : firstWords(sql)}\n`);
}

function* rowsOf(statement: Statement): Generator<(string | null)[]> {
  while (statement.step()) yield statement.cells(MAX_SHOWN_COLUMNS).map(textOf);
}

function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Uint8Array) {
    const hex = Array.from(cell.subarray(0, MAX_CELL_CHARS), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return `x'${hex}'`;
  }
  // Integers come as bigint: whatever is a number here is real, and SQLite writes 1.0.
  if (typeof cell === "number" && Number.isInteger(cell)) return cell.toFixed(1);
  return String(cell);
}
