import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { addFinding } from "../../db/findings.ts";
import { createInvite } from "../../db/invites.ts";
import { addMessage } from "../../db/messages.ts";
import { joinByLink } from "../../db/participants.ts";
import { beginReview } from "../../db/reviews.ts";
import { addRunOutput, beginRun } from "../../db/runs.ts";
import { deleteSession, findDeletedSession, restoreSession } from "../../db/sessions.ts";
import { sweep } from "../../db/sweep.ts";
import { upsertGitHubUser } from "../../db/users.ts";
import { databaseTest } from "../support/database-test.ts";
import { newSession, type Person, signUpGuest } from "../support/person.ts";

const anchor = { start: {}, end: {} };

const days = (count: number) => sql`now() - make_interval(days => ${count})`;

const test = databaseTest
  .extend(
    "run",
    { scope: "file" },
    ({ database }) =>
      async <Row>(query: ReturnType<typeof sql>) =>
        (await query.execute(database.db)).rows as Row[],
  )
  .extend(
    "count",
    { scope: "file" },
    ({ run }) =>
      async (table: string, where = sql`true`) =>
        (await run<{ count: number }>(sql`select count(*)::int as count from ${sql.table(table)} where ${where}`))[0]
          ?.count,
  )
  /** A session in which everything has happened that can; returns its id. */
  .extend("livedIn", { scope: "file" }, ({ database, run }) => async ({ user }: Person) => {
    const { db } = database;
    const sessionId = await newSession(database, user, { content: "x" });
    const guest = await signUpGuest(database, "Grace");
    await joinByLink(db, guest.user, sessionId);
    await addMessage(db, { id: randomUUID(), sessionId, userId: guest.user.id, body: "Hello" });
    await createInvite(db, { sessionId, createdBy: user.id, role: "editor" });
    const begun = await beginReview(db, user, {
      source: "static",
      model: null,
      path: "a",
      language: "typescript",
      session: { id: sessionId, fileId: "f" },
    });
    const review = { id: "id" in begun ? begun.id : "", sessionId, fileId: "f" };
    await addFinding(db, review, {
      severity: "info",
      title: "t",
      message: "m",
      startLine: 1,
      endLine: 1,
      quote: "x",
      replacement: null,
      anchor,
    });
    const ran = { id: randomUUID(), sessionId, userId: user.id };
    await beginRun(db, { ...ran, kind: "run", runner: "lua", fileId: "f", path: "a.lua", codeHash: "" });
    await addRunOutput(db, ran, { n: 0, pieces: [{ kind: "out", text: "1" }] });
    await run(
      sql`insert into document_updates (session_id, node_id, sequence, author_id, update) values (${sessionId}, ${randomUUID()}, 1, ${
        guest.user.id
      }, '\\x00')`,
    );
    return sessionId;
  });

test("P8 a session is purged with all that it holds 30 days after it was deleted, and no sooner", async ({
  database,
  run,
  count,
  livedIn,
}) => {
  const { db } = database;
  const ada = await signUpGuest(database, "Ada");
  const [due, restorable, open] = [await livedIn(ada), await livedIn(ada), await livedIn(ada)];
  // More rows than one batch takes.
  await run(
    sql`insert into document_history (session_id, node_id, sequence, update, created_at) select ${due}, ${randomUUID()}, n, '\\x00', now() from generate_series(1, 4500) n`,
  );
  for (const id of [due, restorable]) await deleteSession(db, ada.user.id, id);
  await run(sql`update code_sessions set deleted_at = ${days(31)} where id = ${due}`);
  await run(sql`update code_sessions set deleted_at = ${days(29)} where id = ${restorable}`);
  // What is due is gone for its owner already: taking it back must not meet the sweep half-way.
  expect([await restoreSession(db, ada.user.id, due), await findDeletedSession(db, ada.user.id, due)]).toEqual([
    false,
    undefined,
  ]);

  expect(await sweep(db)).toMatchObject({ sessions: 1 });
  for (const table of [
    "documents",
    "document_updates",
    "document_history",
    "chat_messages",
    "participants",
    "invites",
    "reviews",
    "findings",
    "runs",
    "run_outputs",
  ]) {
    expect([table, await count(table, sql`session_id = ${due}`)]).toEqual([table, 0]);
    for (const id of [restorable, open])
      expect([table, (await count(table, sql`session_id = ${id}`)) ?? 0]).not.toEqual([table, 0]);
  }
  expect(await count("code_sessions", sql`id = ${due}`)).toBe(0);
  expect(await restoreSession(db, ada.user.id, restorable)).toBe(true);
  expect(await sweep(db)).toEqual({ sessions: 0, messages: 0, signIns: 0, invites: 0, guests: 0 });
});

test("P8 expired sign-ins are purged, and invites long after they let nobody in", async ({ database, run, count }) => {
  const { db } = database;
  const ada = await signUpGuest(database, "Ada");
  const sessionId = await newSession(database, ada.user);
  const gone = await signUpGuest(database, "Gone");
  await newSession(database, gone.user);
  await run(sql`update sign_ins set expires_at = now() - interval '1 second' where user_id = ${gone.user.id}`);
  const invite = async (change: ReturnType<typeof sql>) => {
    const { id } = await createInvite(db, { sessionId, createdBy: ada.user.id, role: "editor", maxUses: 1 });
    await run(sql`update invites set ${change} where id = ${id}`);
    return id;
  };
  const void_ = [
    await invite(sql`revoked_at = ${days(31)}`),
    await invite(sql`expires_at = ${days(31)}`),
    await invite(sql`uses = 1, created_at = ${days(91)}`),
  ];
  const kept = [
    await invite(sql`revoked_at = ${days(29)}`),
    await invite(sql`expires_at = ${days(29)}`),
    await invite(sql`uses = 1, created_at = ${days(89)}`),
    await invite(sql`created_at = ${days(400)}`),
  ];
  expect(await sweep(db)).toEqual({ sessions: 0, messages: 0, signIns: 1, invites: void_.length, guests: 0 });
  expect(await count("invites", sql`id = any(${kept}::uuid[])`)).toBe(kept.length);
  expect(await count("sign_ins", sql`user_id = ${ada.user.id}`)).toBe(1);
});

test("P8 guests of whom nothing is left are purged, and nobody else", async ({ database, run, count }) => {
  const { db } = database;
  const old = async (name: string, isSignedIn = false) => {
    const guest = await signUpGuest(database, name);
    await run(sql`update users set created_at = ${days(2)} where id = ${guest.user.id}`);
    if (!isSignedIn) await run(sql`delete from sign_ins where user_id = ${guest.user.id}`);
    return guest.user;
  };
  const nobody = await old("Nobody");
  const owner = await old("Owner");
  const sessionId = await newSession(database, owner);
  const [joined, wrote, typed, asked] = [
    await old("Joined"),
    await old("Wrote"),
    await old("Typed"),
    await old("Asked"),
  ];
  await joinByLink(db, joined, sessionId);
  await addMessage(db, { id: randomUUID(), sessionId, userId: wrote.id, body: "Hello" });
  await run(sql`update document_history set author_id = ${typed.id} where session_id = ${sessionId}`);
  await beginReview(db, asked, {
    source: "static",
    model: null,
    path: "a",
    language: "typescript",
    session: { id: sessionId, fileId: "f" },
  });
  const fresh = await signUpGuest(database, "Fresh");
  await run(sql`delete from sign_ins where user_id = ${fresh.user.id}`);
  const known = await upsertGitHubUser(db, { id: "1", login: "known", name: "Known", avatarUrl: null });
  await run(sql`update users set created_at = ${days(400)} where id = ${known.id}`);
  const kept = [owner, joined, wrote, typed, asked, fresh.user, known, await old("Signed in", true)];
  expect(await sweep(db)).toMatchObject({ guests: 1 });
  expect(await count("users", sql`id = ${nobody.id}`)).toBe(0);
  expect(await count("users", sql`id = any(${kept.map(({ id }) => id)}::uuid[])`)).toBe(kept.length);
});

test("P8 one process sweeps at a time, in batches, and leaves what is locked for the next time", async ({
  database,
  run,
  count,
}) => {
  const { db } = database;
  const ada = await signUpGuest(database, "Ada");
  const user = ada.user.id;
  await run(
    sql`insert into sign_ins (id_hash, user_id, expires_at) select sha256(n::text::bytea), ${user}, ${days(
      1,
    )} from generate_series(1, 5000) n`,
  );
  const locked = await newSession(database, ada.user);
  await run(sql`update code_sessions set deleted_at = ${days(40)} where id = ${locked}`);
  const both = await db.transaction().execute(async (trx) => {
    // As a compaction does.
    await trx.selectFrom("documents").select("session_id").where("session_id", "=", locked).forNoKeyUpdate().execute();
    return Promise.all([sweep(db), sweep(db)]);
  });
  const [first, second] = both;
  expect((first?.signIns ?? 0) + (second?.signIns ?? 0)).toBeLessThanOrEqual(5_000);
  expect(both.some(({ sessions }) => sessions > 0)).toBe(false);
  // Whoever was turned away comes again.
  const last = await sweep(db);
  expect((first?.signIns ?? 0) + (second?.signIns ?? 0) + last.signIns).toBe(5_000);
  expect([last.sessions, await count("code_sessions", sql`id = ${locked}`)]).toEqual([1, 0]);
  const stopped = AbortSignal.abort();
  await run(sql`insert into sign_ins (id_hash, user_id, expires_at) values ('\\x01', ${user}, ${days(1)})`);
  expect(await sweep(db, stopped)).toMatchObject({ signIns: 0 });
});
