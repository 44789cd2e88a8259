import { sql } from "kysely";
import { expect } from "vitest";
import { MAX_GUEST_REVIEWS_AN_HOUR, MAX_REVIEWS_AN_HOUR } from "../../protocol/limits.ts";
import { addFinding, findFinding, moveFinding, repeatFinding } from "../../db/findings.ts";
import {
  beginReview,
  cancelReview,
  endReview,
  findReview,
  listReviews,
  listStandingFindings,
  reviewUsage,
} from "../../db/reviews.ts";
import { reviewAllowance } from "../../db/review-allowance.ts";
import { adoptGuest, createGuest, upsertGitHubUser, type User } from "../../db/users.ts";
import { databaseTest } from "../support/database-test.ts";
import { newSession } from "../support/person.ts";

const anchor = { start: {}, end: {} };
const text = {
  severity: "info",
  title: "t",
  message: "m",
  startLine: 1,
  endLine: 1,
  quote: "x",
  replacement: "y",
  anchor,
} as const;

const test = databaseTest.extend(
  "begin",
  { scope: "file" },
  ({ database }) =>
    async (user: User, sessionId?: string) => {
      const begun = await beginReview(database.db, user, {
        source: "model",
        model: "m",
        path: "main.ts",
        language: "typescript",
        ...(sessionId && { session: { id: sessionId, fileId: "f" } }),
      });
      return "id" in begun ? begun.id : begun;
    },
);

test("P14 reviews of an hour are counted by person: failed ones do not count, cancelled ones do", async ({
  database,
  begin,
}) => {
  const guest = await createGuest(database.db, "Ada");
  const ends = ["failed", "done", "cancelled", "failed", "done"] as const;
  for (const state of ends)
    await endReview(database.db, String(await begin(guest)), {
      state,
      ...(state === "failed" && { problem: "ai_away" as const }),
    });
  expect(await reviewAllowance(database.db, guest)).toEqual({
    limit: MAX_GUEST_REVIEWS_AN_HOUR,
    left: 2,
    waitSeconds: 0,
  });
  expect(await reviewAllowance(database.db, { ...guest, guest: false })).toMatchObject({
    limit: MAX_REVIEWS_AN_HOUR,
    left: 17,
  });
  const last = await Promise.all(Array.from({ length: 6 }, () => begin(guest)));
  expect(last.filter((begun) => typeof begun === "string").length).toBe(2);
  expect(last.find((begun) => typeof begun !== "string")).toMatchObject({ refusal: "too-many", limit: 5 });
});

test("P14 what a cancelled review had cost is kept, and it stays cancelled", async ({ database, begin }) => {
  const guest = await createGuest(database.db, "Ada");
  const sessionId = await newSession(database, guest);
  const id = String(await begin(guest, sessionId));
  expect(await begin(guest, sessionId)).toEqual({ refusal: "running" });
  expect([await cancelReview(database.db, sessionId, id), await cancelReview(database.db, sessionId, id)]).toEqual([
    true,
    false,
  ]);
  expect(await addFinding(database.db, { id, sessionId, fileId: "f" }, text)).toBeUndefined();
  expect(await endReview(database.db, id, { state: "done", summary: "late", tokens: 7, costMicros: 9 })).toBe(
    "cancelled",
  );
  expect(await findReview(database.db, sessionId, id)).toMatchObject({
    state: "cancelled",
    summary: null,
    tokensUsed: 7,
  });
  expect(await reviewUsage(database.db, guest.id)).toEqual({ reviews: 1, tokens: 7, costMicros: 9 });
});

test("P14 a review that does not end well gives back what it had taken over", async ({ database, begin }) => {
  const guest = await createGuest(database.db, "Ada");
  const user = { ...guest, guest: false };
  const sessionId = await newSession(database, guest);
  const good = String(await begin(user, sessionId));
  const finding = await addFinding(database.db, { id: good, sessionId, fileId: "f" }, text);
  await endReview(database.db, good, { state: "done", unplaced: 2 });
  expect(await findReview(database.db, sessionId, good)).toMatchObject({ unplaced: 2 });
  const holder = async () => (await findFinding(database.db, sessionId, finding?.id ?? ""))?.reviewId;
  const repeat = async () => {
    const id = String(await begin(user, sessionId));
    await repeatFinding(database.db, { id, sessionId }, finding?.id ?? "", text);
    await repeatFinding(database.db, { id, sessionId }, finding?.id ?? "", { ...text, message: "Twice." });
    expect(await holder()).toBe(id);
    return id;
  };
  await endReview(database.db, await repeat(), { state: "failed", problem: "ai_away" });
  expect(await holder()).toBe(good);
  await cancelReview(database.db, sessionId, await repeat());
  expect(await holder()).toBe(good);
  await repeat();
  await sql`update reviews set created_at = created_at - interval '2 minutes' where session_id = ${sessionId}`.execute(
    database.db,
  );
  // Before anybody asks again, it is told as failed, and the finding is among those that stand.
  const told = await listReviews(database.db, sessionId);
  expect((await listStandingFindings(database.db, told)).map(({ id }) => id)).toEqual([finding?.id]);
  const next = await repeat();
  await endReview(database.db, next, { state: "done" });
  expect(await holder()).toBe(next);
  await endReview(database.db, await repeat(), { state: "failed", problem: "ai_away" });
  expect(await holder()).toBe(next);
});

test("P14 the last review that is done is listed, however many have failed since", async ({ database, begin }) => {
  const guest = await createGuest(database.db, "Ada");
  const sessionId = await newSession(database, guest);
  const good = String(await begin(guest, sessionId));
  const finding = await addFinding(database.db, { id: good, sessionId, fileId: "f" }, text);
  await endReview(database.db, good, { state: "done" });
  for (let i = 0; i < 6; i++)
    await endReview(database.db, String(await begin(guest, sessionId)), { state: "failed", problem: "ai_away" });
  const listed = await listReviews(database.db, sessionId, 5);
  expect([listed.length, listed.at(-1)?.id]).toEqual([6, good]);
  expect((await listStandingFindings(database.db, listed)).map(({ id }) => id)).toEqual([finding?.id]);
});

test("P14 a guest who signs in with GitHub keeps their reviews and what they settled", async ({ database, begin }) => {
  const guest = await createGuest(database.db, "Ada");
  const sessionId = await newSession(database, guest);
  const id = String(await begin(guest, sessionId));
  const finding = await addFinding(database.db, { id, sessionId, fileId: "f" }, text);
  await moveFinding(database.db, { sessionId, id: finding?.id ?? "", userId: guest.id, to: "applied" });
  const user = await upsertGitHubUser(database.db, { id: "7", login: "ada", name: "Ada L", avatarUrl: null });
  await adoptGuest(database.db, guest.id, user.id);
  expect(await findReview(database.db, sessionId, id)).toMatchObject({ userId: user.id });
  expect(await findFinding(database.db, sessionId, finding?.id ?? "")).toMatchObject({
    state: "applied",
    claimedBy: "Ada L",
  });
});
