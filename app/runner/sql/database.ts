/** SQLite by its functions in C: they say of each statement where it stands, and where in it a problem is. */
import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";

/** Enough where they have four, too. */
const POINTER_BYTES = 8;

export type Cell = string | number | bigint | Uint8Array | null;

/** `start` is where its statement begins, `at` where SQLite sees the problem, if it says so. */
export class SqlProblem extends Error {
  readonly start: number;
  readonly at: number | undefined;

  constructor(message: string, start: number, at?: number) {
    super(message);
    this.start = start;
    this.at = at;
  }
}

export type Database = ReturnType<typeof openDatabase>;

export function openDatabase({ oo1, capi, wasm }: Sqlite3Static) {
  const { pointer: handle } = new oo1.DB();
  if (handle === undefined) throw new Error("There is no database.");
  // As SQLite itself is built: "text" is a text where there is no such column.
  capi.sqlite3_db_config(handle, capi.SQLITE_DBCONFIG_DQS_DML, 1, 0);
  capi.sqlite3_db_config(handle, capi.SQLITE_DBCONFIG_DQS_DDL, 1, 0);
  return { capi, wasm, handle, changes: () => capi.sqlite3_changes(handle) };
}

export type Statement = {
  sql: string;
  columns: string[];
  /** False at the end. */
  step(): boolean;
  /** Of the row at which it is; integers as bigint, whatever is real as number. */
  cells(max: number): Cell[];
};

/** One after another: each is read only when the one before it has run, since it may need its tables. */
export function* statementsOf(database: Database, content: string): Generator<Statement> {
  const { capi, wasm, handle } = database;
  const bytes = new TextEncoder().encode(`${content}\0`);
  const charsIn = (count: number) => new TextDecoder().decode(bytes.subarray(0, count)).length;
  const text = wasm.allocFromTypedArray(bytes);
  const end = text + bytes.length - 1;
  const [found, tail] = [wasm.alloc(POINTER_BYTES), wasm.alloc(POINTER_BYTES)];
  try {
    for (let start = text, next = text; start < end; start = next) {
      const before = start - text;
      const isSound = capi.sqlite3_prepare_v3(handle, start, end - start, 0, found, tail) === capi.SQLITE_OK;
      if (!isSound) {
        const offset = capi.sqlite3_error_offset(handle);
        const at = offset < 0 ? undefined : charsIn(before + offset);
        throw new SqlProblem(capi.sqlite3_errmsg(handle), charsIn(before), at);
      }
      const pointer = wasm.peekPtr(found);
      next = wasm.peekPtr(tail);
      if (!pointer) continue;
      try {
        yield statementAt(database, pointer, () => charsIn(before));
      } finally {
        capi.sqlite3_finalize(pointer);
      }
    }
  } finally {
    for (const each of [text, found, tail]) wasm.dealloc(each);
  }
}

function statementAt({ capi, handle }: Database, pointer: number, start: () => number): Statement {
  const count = capi.sqlite3_column_count(pointer);
  const cellAt = (column: number): Cell => {
    const type = capi.sqlite3_column_type(pointer, column);
    if (type === capi.SQLITE_INTEGER) return capi.sqlite3_column_int64(pointer, column);
    if (type === capi.SQLITE_FLOAT) return capi.sqlite3_column_double(pointer, column);
    return capi.sqlite3_column_js(pointer, column) as Cell;
  };
  return {
    sql: capi.sqlite3_sql(pointer),
    columns: Array.from({ length: count }, (_, column) => capi.sqlite3_column_name(pointer, column)),
    step() {
      const code = capi.sqlite3_step(pointer);
      if (code === capi.SQLITE_ROW) return true;
      if (code === capi.SQLITE_DONE) return false;
      throw new SqlProblem(capi.sqlite3_errmsg(handle), start());
    },
    cells: (max) => Array.from({ length: Math.min(count, max) }, (_, column) => cellAt(column)),
  };
}
