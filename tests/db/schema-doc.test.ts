import { sql } from "kysely";
import { expect, test } from "vitest";
import { createDatabase } from "../support/database.ts";
import { codeIn, readPage, readTable } from "../support/doc-tables.ts";

const PAGE = "docs/schema.md";

test("P13 docs/schema.md has each table and column, with its type, and no other", async () => {
  await using database = await createDatabase();
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select table_name as table, column_name as column, udt_name || case when is_nullable = 'YES' then ', null' else '' end as type
    from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely_%'
    order by table_name, ordinal_position
  `.execute(database.db);
  const actual = Object.groupBy(
    rows.map(({ type, ...row }) => ({
      ...row,
      type: type.replace("int4", "integer").replace("int8", "bigint").replace("bool", "boolean"),
    })),
    ({ table }) => table,
  );
  const headings = [...readPage(PAGE).matchAll(/^## (\w+)$/gm)].map(([, name = ""]) => name);
  expect(headings.sort()).toEqual(Object.keys(actual).sort());
  for (const name of headings) {
    const written = readTable(PAGE, name);
    expect(codeIn(written).map((column, i) => ({ table: name, column, type: written[i]?.[1] }))).toEqual(actual[name]);
  }
});

test("P13 docs/schema.md has each table that announces its changes, and no other", async () => {
  await using database = await createDatabase();
  const { rows } = await sql<{ table: string }>`
    select distinct event_object_table as table from information_schema.triggers where trigger_schema = 'public' order by 1
  `.execute(database.db);
  expect(codeIn(readTable(PAGE, "The bus")).sort()).toEqual(rows.map(({ table }) => table));
});
