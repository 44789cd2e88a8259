import { expect, test } from "vitest";
import { language } from "../../../app/runner/sql/language.ts";
import { assetsFrom, type Ran, ranWith } from "./running.ts";

const assets = assetsFrom(["@sqlite.org/sqlite-wasm/dist/sqlite3.wasm"]);
const run = (...job: Ran) => ranWith(language, assets, ...job);

test("all files run in the order of their names, whichever is open, and queries give tables", async () => {
  const { exitCode, pieces } = await run(
    {
      "1-query.sql": "SELECT id, name, price, NULL AS missing, x'00ff' AS bytes FROM items; SELECT 1 WHERE 0",
      "10-data.sql": "INSERT INTO items VALUES (1, 'Größe ; 👋', 1), (9007199254740993, 'b', 2.5);\n;;\n",
      "2-tables.sql": "-- what there is\nCREATE TABLE items (id INTEGER, name TEXT, price REAL);\n/* end */",
      "notes.md": "no SQL",
    },
    { entry: "2-tables.sql" },
  );
  expect(pieces).toEqual([
    { kind: "note", text: "CREATE TABLE\nINSERT: 2 rows\n" },
    {
      kind: "table",
      columns: ["id", "name", "price", "missing", "bytes"],
      rows: [
        ["1", "Größe ; 👋", "1.0", null, "x'00ff'"],
        ["9007199254740993", "b", "2.5", null, "x'00ff'"],
      ],
      more: 0,
    },
    { kind: "table", columns: ["1"], rows: [], more: 0 },
  ]);
  expect(exitCode).toBe(0);
});

test("a table shows 200 rows, fewer where they are long, and counts the rest", async () => {
  const series = (last: number) =>
    `WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`;
  const { pieces } = await run({
    "main.sql": `${series(1000)} SELECT i FROM n; ${series(100)} SELECT hex(zeroblob(5000)) FROM n;
      CREATE TABLE t (i); ${series(3)} INSERT INTO t SELECT i FROM n; DELETE FROM t WHERE i = 1`,
  });
  const [many, long, notes] = pieces;
  if (many?.kind !== "table" || long?.kind !== "table") throw new Error("There is no table.");
  expect([many.rows.length, many.more]).toEqual([200, 800]);
  expect(long.rows.length + long.more).toBe(100);
  expect(long.rows.flat().join("").length).toBeLessThan(64_000);
  expect(notes).toEqual({ kind: "note", text: "CREATE TABLE\nINSERT: 3 rows\nDELETE: 1 row\n" });
});

test.each([
  ["SELECT 1;\n\n-- a comment\nSELECT *\n  FORM t", 'main.sql:5: near "FORM": syntax error'],
  ["CREATE TABLE a (b);\nSELECT b,\n  c\nFROM a", "main.sql:3: no such column: c"],
  ["SELECT 1;\nSELECT *\nFROM nowhere\nWHERE 1", "main.sql:3: no such table: nowhere"],
  ["CREATE TABLE a (b UNIQUE);\nINSERT INTO a\nVALUES (1), (1)", "main.sql:2: UNIQUE constraint failed: a.b"],
  ["SELECT\n1 +", "main.sql:1: incomplete input"],
  ["SELECT 'größe größe 👋👋👋',\n  missing\n\n\n\n\n\nFROM (SELECT 1)", "main.sql:2: no such column: missing"],
])("%j fails with its file and line", async (sql, problem) => {
  const { exitCode, err } = await run({ "main.sql": sql });
  expect([exitCode, err]).toEqual([1, `${problem}\n`]);
});

test("what ran before an error has run, nothing after it does, and a file without statements says so", async () => {
  const { pieces } = await run({ "b.sql": "SELECT 3", "a.sql": "SELECT 1; SELECT FROM; SELECT 2" });
  expect(pieces.map(({ kind }) => kind)).toEqual(["table", "err"]);
  expect((await run({ "main.sql": "-- nothing" })).notes).toMatch(/no SQL/);
});

test("a text in double quotes is one, and a table goes while nothing reads it any more", async () => {
  const { exitCode, pieces } = await run({
    "main.sql":
      'CREATE TABLE t (i);INSERT INTO t VALUES ("a");;SELECT i FROM t;DROP TABLE t;\nSELECT count(*) FROM sqlite_master',
  });
  expect(exitCode).toBe(0);
  expect(pieces.flatMap((piece) => (piece.kind === "table" ? piece.rows : []))).toEqual([["a"], ["0"]]);
});
