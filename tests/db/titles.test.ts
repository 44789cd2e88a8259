import { sql } from "kysely";
import { expect } from "vitest";
import { listSessions, updateSession } from "../../db/sessions.ts";
import { databaseTest } from "../support/database-test.ts";
import { createDatabase } from "../support/database.ts";
import { newSession, type Person, signUpGuest } from "../support/person.ts";

const test = databaseTest
  /** Somebody who has sessions with these titles, and the titles that they are shown. */
  .extend("listOf", { scope: "file" }, ({ database }) => async (titles: string[]) => {
    const person: Person = await signUpGuest(database, "Ada");
    for (const title of titles) await newSession(database, person.user, { title });
    const list = async (query: { q?: string; sort?: "title" }) =>
      (await listSessions(database.db, person.user.id, { scope: "mine", ...query })).map(({ title }) => title);
    return { person, search: (q: string) => list({ q }), sorted: () => list({ sort: "title" }) };
  });

test.for([
  ["проект", "ПРОЕКТ Альфа"],
  ["uber", "Über uns"],
  ["über", "Über uns"],
  ["ÜBER UNS", "U\u0308ber uns"],
  ["u\u0308ber", "Über uns"],
  ["strasse", "Große Straße"],
  ["STRASSE", "Große Straße"],
  ["straße", "STRASSE"],
  ["istanbul", "İstanbul"],
  ["ISIK", "ışık"],
  ["ışık", "ISIK"],
  ["full", "ＦＵＬＬ width"],
  ["οδοσ", "ΟΔΟΣ"],
  ["ΟΔΌΣ", "οδός"],
  ["smorrebrod", "Smørrebrød"],
  ["елка", "Ёлка"],
  ["كتاب", "كِتَاب"],
  ["한", "한글"],
  ["ガ", "ガイド"],
  ["हिन्दी", "हिन्दी पाठ"],
  ["file", "ﬁle"],
  ["100%", "Is 100% done"],
  ["a_b", "a_b"],
  ["\\", "a\\b"],
  ["alpha projekt", "Projekt Alpha"],
] as const)("P13 a search for %s finds the title %s", async ([typed, title], { listOf }) => {
  const { search } = await listOf([title, "Something else"]);
  expect(await search(typed)).toEqual([title]);
});

test("P13 what only looks like a pattern, or is another word, finds nothing", async ({ listOf }) => {
  const { search } = await listOf(["Is 1000 done", "axb", "か", "कि"]);
  for (const typed of ["100%", "a_b", "%", "_", "が", "का"]) expect([typed, await search(typed)]).toEqual([typed, []]);
  expect(await search("\u0301 ")).toHaveLength(4);
});

test("P13 titles are sorted as people sort them, whatever the database's locale", async ({ database, listOf }) => {
  const right = ["Äpfel", "apfel 2", "Apfel 10", "Birne", "Łódź", "Zebra", "Альфа", "Ёлка", "Йод", "Їжак", "Яма", "北"];
  const { person, sorted } = await listOf([...right].reverse());
  const [pears] = await listSessions(database.db, person.user.id, { scope: "mine", q: "birne" });
  expect(await sorted()).toEqual(right);
  await updateSession(database.db, person.user.id, pears?.id ?? "", { title: "Öl" });
  expect((await sorted()).slice(3, 6)).toEqual(["Łódź", "Öl", "Zebra"]);
});

test("P12 titles and names of before are found, sorted and told apart once the migration has run", async () => {
  await using old = await createDatabase();
  const ada = await signUpGuest(old, "Ada");
  await newSession(old, ada.user, { title: "Über uns" });
  const { up } = await import("../../migrations/006-doors.ts");
  await sql`
    drop trigger users_named_bus on users;
    alter table participants drop column invite_id, drop column role_set_at, drop column left_at;
    alter table users drop column name_skeleton, drop column named_at;
    alter table code_sessions drop column title_search, drop column title_sort;
    insert into users (name, color) select 'Ann ' || n, '#000000' from generate_series(1, 2500) n;
  `.execute(old.db);
  await up(old.db as never);
  expect((await listSessions(old.db, ada.user.id, { scope: "mine", q: "uber" })).map(({ title }) => title)).toEqual([
    "Über uns",
  ]);
  const { rows } = await sql<{ missing: number; same: boolean }>`
    select count(*) filter (where name_skeleton is null)::int as missing, bool_and(named_at = created_at) as same from users`.execute(
    old.db,
  );
  expect(rows).toEqual([{ missing: 0, same: true }]);
});
