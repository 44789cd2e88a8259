import "./as-in-worker.ts";
import { describe, expect, test } from "vitest";
import { split } from "../../../app/runner/postgres/split.ts";
import { addedLanguage, type Ran, ranWith } from "./running.ts";

const added = await addedLanguage("postgres");

test("a file is split into its statements, and by nothing that only looks like their end", () => {
  const statements = [
    "-- one; two\nselect 1;",
    "\nselect ';', E'\\';', 'it''s;', \"a;b\", e_'x';",
    " /* a /* b; */ c; */ do $$ begin raise notice ';'; end $$;",
    "\ncreate function f() returns int language sql as $x$ select 1; $$;$$; $x$;",
    "create rule r as on insert to t do (select 1; select 2);",
    "select $1 -- the end;\n",
  ];
  const parts = split(statements.join(""));
  expect(parts.map(({ sql }) => sql)).toEqual(statements);
  expect(parts[1]?.offset).toBe(statements[0]?.length);
  expect(split("-- nothing\n;; /* no */ ;\n")).toEqual([]);
  expect(split("select 'open; ")).toHaveLength(1);
  expect(split("select 1; /* open; ")).toHaveLength(1);
});

describe.skipIf(!added)("Postgres, where its package is there (docs/running.md)", () => {
  const run = async (...job: Ran) => {
    if (!added) throw new Error("Postgres is not there.");
    return ranWith(added.language, added.assets, ...job);
  };

  test("all files run in order, with tables as Postgres writes their values", async () => {
    const ran = await run({
      "10-query.sql": `select * from people order by id;
select '{1,2}'::int[] as list, '{"a": 1}'::jsonb as json, true as yes, date '2026-01-02' as day, 2::numeric / 3 as part, 1 as a, 2 as a;
with gone as (delete from people where id = 2 returning id) select count(*) from gone;
update people set name = 'x';
do $$ begin raise notice 'said; so'; end $$;`,
      "schema.sql": "create table people (id bigint primary key, name text);",
      "2-data.sql": "insert into people values (9007199254740993, 'Größe'), (2, null);\n",
      "notes.md": "no sql",
    });
    expect(ran.err).toBe("");
    expect(ran.pieces).toEqual([
      { kind: "note", text: "CREATE TABLE\nINSERT: 2 rows\n" },
      {
        kind: "table",
        columns: ["id", "name"],
        rows: [
          ["2", null],
          ["9007199254740993", "Größe"],
        ],
        more: 0,
      },
      {
        kind: "table",
        columns: ["list", "json", "yes", "day", "part", "a", "a"],
        rows: [["{1,2}", '{"a": 1}', "t", "2026-01-02", "0.66666666666666666667", "1", "2"]],
        more: 0,
      },
      { kind: "table", columns: ["count"], rows: [["1"]], more: 0 },
      { kind: "note", text: "UPDATE: 1 row\nNOTICE: said; so\nDO\n" },
    ]);
    expect(ran.exitCode).toBe(0);
  });

  test("an error names file and line, and nothing follows it", async () => {
    const ran = await run({
      "a.sql": "select 1 as n;\n\n-- Größe 👋\nselect 'Größe 👋',\n  x form y;\nselect 2;\n",
      "b.sql": "select 3;",
    });
    expect(ran.pieces).toHaveLength(2);
    expect(ran).toMatchObject({ exitCode: 1, err: 'a.sql:5: syntax error at or near "y"\n' });
    const missing = await run({ "a.sql": "select 1;\nselect *\nfrom\n  peeple;" });
    expect(missing.err).toBe('a.sql:4: relation "peeple" does not exist\n');
    const zero = await run({ "a.sql": "create table t (a int);\n\n\nselect 1 / 0;" });
    expect(zero.err).toBe("a.sql:4: division by zero\n");
    expect(await run({ "a.sql": "-- nothing" })).toMatchObject({ exitCode: 0, notes: expect.stringMatching(/no SQL/) });
  });
});
