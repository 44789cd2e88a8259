import { sql } from "kysely";
import { expect } from "vitest";
import { watchSilentRuns } from "../../app/server/silent-runs.ts";
import {
  addRunOutput,
  beginRun,
  changeRun,
  endSilentRuns,
  findRun,
  findRunBatch,
  findRunWithOutput,
  listRuns,
  MAX_OWN_RUNS_UNDER_WAY,
  MAX_RUNS_UNDER_WAY,
} from "../../db/runs.ts";
import { duplicateSession, findSession } from "../../db/sessions.ts";
import { sweep } from "../../db/sweep.ts";
import { adoptGuest, createGuest, upsertGitHubUser } from "../../db/users.ts";
import { openLog } from "../../observe/log.ts";
import { MAX_BATCH_CHARS, MAX_KEPT_OUTPUT_CHARS, MAX_KEPT_RUNS, MAX_OUTPUT_CHARS } from "../../protocol/limits.ts";
import { pieceChars } from "../../protocol/piece-chars.ts";
import type { Piece } from "../../protocol/runs.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, type Person } from "../support/person.ts";
import { until } from "../support/until.ts";

const out = (text: string): Piece => ({ kind: "out", text });
type Own = { id: string; sessionId: string; userId: string };

const test = databaseTest
  .extend(
    "begin",
    { scope: "file" },
    ({ db }) =>
      (sessionId: string, { user }: Pick<Person, "user">, id = newId()) =>
        beginRun(db, {
          id,
          sessionId,
          userId: user.id,
          kind: "run",
          runner: "javascript",
          fileId: "f",
          path: "main.ts",
          codeHash: "",
        }),
  )
  /** A run that has begun. */
  .extend("running", { scope: "file" }, ({ begin }) => async (sessionId: string, person: Pick<Person, "user">) => {
    const id = newId();
    await begin(sessionId, person, id);
    return { id, sessionId, userId: person.user.id };
  })
  .extend("silence", { scope: "file" }, ({ db }) => async ({ id }: Own) => {
    await sql`update runs set seen_at = seen_at - interval '31 seconds' where id = ${id}`.execute(db);
  })
  .extend(
    "stateOf",
    { scope: "file" },
    ({ db }) =>
      async ({ sessionId, id }: Own) =>
        (await findRun(db, sessionId, id))?.state,
  )
  .extend(
    "piecesOf",
    { scope: "file" },
    ({ db }) =>
      async ({ sessionId, id }: Own) =>
        JSON.parse((await findRunWithOutput(db, sessionId, id))?.pieces ?? "[]") as Piece[],
  );

test("P16 a run begins once, beside those of its author's other pages, and ends the oldest of too many", async ({
  db,
  database,
  ada,
  grace,
  begin,
  running,
  stateOf,
}) => {
  const [sessionId, other] = [await newSession(database, ada.user), await newSession(database, ada.user)];
  const id = newId();
  const both = await Promise.all([begin(sessionId, ada, id), begin(sessionId, ada, id)]);
  expect(both.map((begun) => "run" in begun && begun.isNew).sort()).toEqual([false, true]);
  expect(await begin(sessionId, grace, id)).toEqual({ refusal: "taken", lost: [] });
  expect(await begin(other, ada, id)).toEqual({ refusal: "taken", lost: [] });
  const first = { id, sessionId, userId: ada.user.id };
  const [elsewhere, graces] = [await running(other, ada), await running(sessionId, grace)];
  await addRunOutput(db, first, { n: 0, pieces: [out("kept")] });
  for (let nth = 1; nth < MAX_OWN_RUNS_UNDER_WAY; nth++)
    expect(await begin(sessionId, ada)).toMatchObject({ isNew: true, lost: [] });
  expect(await stateOf(first)).toBe("running");
  expect(await begin(sessionId, ada)).toMatchObject({ isNew: true, lost: ["javascript"] });
  expect([await stateOf(first), await stateOf(elsewhere), await stateOf(graces)]).toEqual([
    "lost",
    "running",
    "running",
  ]);
});

test("P16 batches are taken once and in order, from the author alone, while the run is under way", async ({
  db,
  database,
  ada,
  grace,
  running,
  piecesOf,
}) => {
  const run = await running(await newSession(database, ada.user), ada);
  const add = (n: number, text: string, own: Own = run) => addRunOutput(db, own, { n, pieces: [out(text)] });
  expect(await add(1, "b")).toEqual({ next: 0 });
  expect((await Promise.all([add(0, "a"), add(0, "a")])).concat(await add(1, "b"), await add(0, "again"))).toEqual(
    Array.from({ length: 4 }, () => "added"),
  );
  expect(await add(2, "c", { ...run, userId: grace.user.id })).toBe("ended");
  expect(await add(2, "c", { ...run, sessionId: newId() })).toBe("ended");
  expect(await piecesOf(run)).toEqual([out("a"), out("b")]);
  expect(await findRunWithOutput(db, run.sessionId, run.id)).toMatchObject({ next: 2, run: { outputChars: 4 } });
  expect([await findRunBatch(db, run.id, 1), await findRunBatch(db, run.id, 2)]).toEqual([[out("b")], undefined]);

  expect(await changeRun(db, { ...run, userId: grace.user.id }, { state: "stopped" })).toBeUndefined();
  expect(await changeRun(db, run, { state: "waiting" })).toMatchObject({ isSo: true, hasEnded: false });
  expect(await changeRun(db, run, { state: "failed", exitCode: 1 })).toMatchObject({ isSo: true, hasEnded: true });
  for (const [state, isSo] of [
    ["failed", true],
    ["done", false],
    ["running", false],
  ] as const)
    expect(await changeRun(db, run, { state, exitCode: 9 })).toMatchObject({
      isSo,
      hasEnded: false,
      run: { state: "failed", exitCode: 1 },
    });
  expect([await add(2, "late"), await piecesOf(run)]).toEqual(["ended", [out("a"), out("b")]]);
  expect(await findRunBatch(db, run.id, 1)).toBeUndefined();
});

test("P8 P16 of a long output the beginning and the end are kept, and how much is between them", async ({
  db,
  database,
  ada,
  running,
  piecesOf,
}) => {
  const sessionId = await newSession(database, ada.user);
  const run = await running(sessionId, ada);
  // Of an odd length, so that a cut would come in the middle of one of them.
  const faces = (n: number) => out(`${n}${"😀".repeat(MAX_BATCH_CHARS / 2 - 1)}`);
  const most = Math.floor(MAX_OUTPUT_CHARS / MAX_BATCH_CHARS);
  for (let n = 0; n < most; n++) expect(await addRunOutput(db, run, { n, pieces: [faces(n % 10)] })).toBe("added");
  expect(await addRunOutput(db, run, { n: most, pieces: [faces(0)] })).toBe("full");
  expect((await piecesOf(run)).length).toBe(most);
  const ended = await changeRun(db, run, { state: "done" });
  const kept = await piecesOf(run);
  expect(kept.map(({ kind }) => kind)).toEqual(["out", "out", "note", "out", "out"]);
  expect([kept[0], kept.at(-1)]).toEqual([faces(0), faces((most - 1) % 10)]);
  const texts = kept.map((piece) => ("text" in piece ? piece.text : ""));
  expect(texts.every((text) => text.isWellFormed())).toBe(true);
  const chars = kept.filter(({ kind }) => kind === "out").reduce((sum, piece) => sum + pieceChars(piece), 0);
  expect(chars).toBeLessThanOrEqual(MAX_KEPT_OUTPUT_CHARS);
  expect(chars).toBeGreaterThan(MAX_KEPT_OUTPUT_CHARS - 10);
  const leftOut = (ended?.run.outputChars ?? 0) - chars;
  expect(texts[2]).toBe(`… ${leftOut.toLocaleString("en")} characters of output are not kept …\n`);

  // As much as is kept stays whole, in however many batches, and so does what cannot be cut.
  const whole = await running(sessionId, ada);
  const row: Piece = { kind: "table", columns: ["a"], rows: [["x".repeat(39_995)]], more: 0 };
  for (let n = 0; n < 5; n++) await addRunOutput(db, whole, { n, pieces: [row] });
  await changeRun(db, whole, { state: "done" });
  expect(await piecesOf(whole)).toEqual(Array.from({ length: 5 }, () => row));
  const tables = await running(sessionId, ada);
  for (let n = 0; n < 6; n++) await addRunOutput(db, tables, { n, pieces: [row] });
  await changeRun(db, tables, { state: "done" });
  expect((await piecesOf(tables)).map(({ kind }) => kind)).toEqual(["table", "table", "note", "table", "table"]);
  expect(await db.selectFrom("run_outputs").select("n").where("session_id", "=", sessionId).execute()).toEqual([]);
});

test("P16 a run of which nobody says anything is lost, and one with signs of life is not", async ({
  db,
  database,
  ada,
  grace,
  begin,
  running,
  silence,
  stateOf,
}) => {
  const sessionId = await newSession(database, ada.user);
  const [adas, graces] = [await running(sessionId, ada), await running(sessionId, grace)];
  await Promise.all([silence(adas), silence(graces)]);
  await changeRun(db, adas, { state: "running" });
  expect([await endSilentRuns(db), await endSilentRuns(db)]).toEqual([["javascript"], []]);
  expect([await stateOf(adas), await stateOf(graces)]).toEqual(["running", "lost"]);
  await silence(adas);
  await addRunOutput(db, adas, { n: 0, pieces: [out("still here")] });
  expect(await endSilentRuns(db)).toEqual([]);
  await silence(adas);
  expect(await begin(sessionId, grace)).toMatchObject({ isNew: true, lost: ["javascript"] });
  expect(await stateOf(adas)).toBe("lost");

  const watched = await running(sessionId, ada);
  await silence(watched);
  const outcomes: unknown[] = [];
  const metrics = { runs: { inc: (labels: unknown) => outcomes.push(labels) } } as never;
  const watch = watchSilentRuns({ db, log: openLog("web", "error"), metrics, everyMs: 5 });
  await until(async () => (await stateOf(watched)) === "lost");
  await watch.stop();
  expect(outcomes).toEqual([{ runner: "javascript", outcome: "lost" }]);
});

test("P8 a session keeps the last runs, and has so many under way", async ({
  db,
  database,
  ada,
  begin,
  running,
  stateOf,
}) => {
  const sessionId = await newSession(database, ada.user);
  const ids: string[] = [];
  for (let nth = 0; nth < MAX_KEPT_RUNS + 3; nth++) ids.unshift((await running(sessionId, ada)).id);
  expect((await listRuns(db, sessionId)).map(({ id }) => id)).toEqual(ids.slice(0, MAX_KEPT_RUNS));
  const all = await db.selectFrom("runs").select("id").where("session_id", "=", sessionId).execute();
  expect(all).toHaveLength(MAX_KEPT_RUNS);

  const crowd = await Promise.all(
    Array.from({ length: MAX_RUNS_UNDER_WAY - MAX_OWN_RUNS_UNDER_WAY + 1 }, async () => ({
      user: await createGuest(db, "Guest"),
    })),
  );
  const begun = await Promise.all(crowd.map((person) => begin(sessionId, person)));
  expect(begun.filter((each) => "refusal" in each)).toEqual([{ refusal: "too-many", lost: [] }]);
  // What is under way stays, though newer ones have ended.
  expect(await stateOf({ id: ids[0] ?? "", sessionId, userId: "" })).toBe("running");
});

test("P3 P16 runs are of one session, go with it and with nobody's name but their author's", async ({
  db,
  database,
  ada,
  running,
}) => {
  const sessionId = await newSession(database, ada.user);
  const guest = { user: await createGuest(db, "Guest") };
  const run = await running(sessionId, guest);
  await addRunOutput(db, run, { n: 0, pieces: [out("x")] });
  expect(await findRun(db, newId(), run.id)).toBeUndefined();
  const user = await upsertGitHubUser(db, { id: "7", login: "g", name: "G", avatarUrl: null });
  await adoptGuest(db, guest.user.id, user.id);
  expect(await findRun(db, sessionId, run.id)).toMatchObject({ userId: user.id, userName: "G", state: "running" });

  const session = await findSession(db, sessionId);
  const copy = session && (await duplicateSession(db, ada.user, session));
  expect(await listRuns(db, copy?.id ?? "")).toEqual([]);
  await sql`update code_sessions set deleted_at = now() - interval '31 days' where id = ${sessionId}`.execute(db);
  await sweep(db);
  for (const table of ["runs", "run_outputs"] as const)
    expect(await db.selectFrom(table).select("session_id").where("session_id", "=", sessionId).execute()).toEqual([]);
});
