/** SQL by Postgres, as app/runner/sql/ has it by SQLite: all files of it, in one database in memory. */
import { PGlite } from "@electric-sql/pglite";
import { runnerWords } from "../../words/runner.ts";
import { moduleOf } from "../assets.ts";
import type { Io, Language } from "../language.ts";
import type { Assets, Job } from "../messages.ts";
import { inOrder } from "../sql/in-order.ts";
import { changingVerb, firstWords } from "../sql/statements.ts";
import { tableOf } from "../sql/table.ts";
import { type Part, split } from "./split.ts";

type Parsers = Record<number, (text: string) => string>;

export const language: Language = {
  async prepare(assets) {
    const database = await PGlite.create({
      dataDir: "memory://",
      pgliteWasmModule: moduleOf(assets, "pglite.wasm"),
      initdbWasmModule: moduleOf(assets, "initdb.wasm"),
      fsBundle: blobOf(assets, "pglite.data"),
      loadDataDir: blobOf(assets, "postgres-data.tar"),
    });
    // Values shall be shown as Postgres writes them.
    const { rows } = await database.query<{ oid: number }>("select oid::int from pg_type");
    const parsers: Parsers = Object.fromEntries(rows.map(({ oid }) => [oid, (text: string) => text]));
    return (job, io) => runFiles(database, parsers, job, io);
  },
};

function blobOf(assets: Assets, name: string): Blob {
  const asset = assets[name];
  if (!(asset instanceof ArrayBuffer)) throw new Error(`There is no file ${name}.`);
  return new Blob([asset], { type: name.endsWith(".tar") ? "application/x-tar" : "application/octet-stream" });
}

async function runFiles(database: PGlite, parsers: Parsers, job: Job, io: Io): Promise<number> {
  let count = 0;
  for (const { path, content } of inOrder(job))
    for (const part of split(content)) {
      count += 1;
      try {
        await runStatement(database, parsers, part.sql, io);
      } catch (error) {
        io.write("err", `${path}:${lineOf(content, part, error)}: ${problemOf(error)}\n`);
        return 1;
      }
    }
  if (count === 0) io.write("note", `${runnerWords.noStatements}\n`);
  return 0;
}

async function runStatement(database: PGlite, parsers: Parsers, sql: string, io: Io): Promise<void> {
  const onNotice = ({ severity, message }: { severity?: string; message?: string }) =>
    io.write("note", `${severity ?? "NOTICE"}: ${message ?? ""}\n`);
  const results = await database.exec(sql, { rowMode: "array", parsers, onNotice });
  for (const { fields, rows, rowCount } of results) {
    if (fields.length > 0) {
      io.piece(
        tableOf(
          fields.map(({ name }) => name),
          rows,
        ),
      );
      continue;
    }
    const verb = changingVerb(sql);
    io.write("note", `${verb ? runnerWords.changedRows(verb, rowCount ?? 0) : firstWords(sql)}\n`);
  }
}

type Problem = { message: string; detail?: string; hint?: string; position?: string };

function problemOf(error: unknown): string {
  const { message, detail, hint } = error as Problem;
  return [message, ...(detail ? [`DETAIL: ${detail}`] : []), ...(hint ? [`HINT: ${hint}`] : [])].join("\n");
}

/** Postgres counts characters of the statement from 1; of some problems it names no place. */
function lineOf(content: string, { sql, offset }: Part, error: unknown): number {
  const { position } = error as Problem;
  const start = offset + sql.search(/\S/);
  const at = position ? offset + [...sql].slice(0, Number(position) - 1).join("").length : start;
  return content.slice(0, at).split("\n").length;
}
