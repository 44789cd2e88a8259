import { sql } from "kysely";
import { createHash } from "node:crypto";
import { expect } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { findLineage } from "../../../db/documents.ts";
import { removeParticipant, setRole } from "../../../db/participants.ts";
import * as layout from "../../../protocol/layout.ts";
import { connect } from "../../support/connection.ts";
import { fillWithStrangers, openMany } from "../../support/crowd.ts";
import { codeIn } from "../../support/doc-tables.ts";
import { newId } from "../../support/person.ts";
import { until } from "../../support/until.ts";
import { color, fieldsOf, protocol, type Shape, suggestion, table, test, time } from "./contract-test.ts";

test("P13 each event that is written down comes, with its fields", async ({
  postgres,
  ai,
  stack,
  ada,
  grace,
  call,
}) => {
  const [sessionId, other] = [await stack.newSession(ada.user), await stack.newSession(ada.user)];
  using adas = connect(stack.origin, sessionId, ada);
  using graces = connect(stack.origin, sessionId, grace);
  using elsewhere = connect(stack.origin, other, ada);
  await Promise.all([adas.synced, graces.synced, elsewhere.synced]);
  const event = async (type: string, page = graces) =>
    (await until(() => page.events.find((candidate) => candidate.type === type))) as unknown as Shape;
  const came: Shape[] = [];

  const message = { id: newId(), body: "Hello" };
  await call("POST /api/sessions/:id/messages", { as: ada, ids: { id: sessionId }, body: message });
  came.push(await event("message-added"));
  expect(came.at(-1)).toEqual({
    type: "message-added",
    message: { ...message, sessionId, userId: ada.user.id, userName: "Ada", createdAt: time, editedAt: null },
  });
  const ids = { id: sessionId, messageId: message.id };
  const changed = await call("PATCH /api/sessions/:id/messages/:messageId", { as: ada, ids, body: { body: "Hi" } });
  came.push(await event("message-changed"));
  expect(came.at(-1)).toEqual({ type: "message-changed", message: changed.json.message });
  await call("DELETE /api/sessions/:id/messages/:messageId", { as: ada, ids });
  came.push(await event("message-deleted"));
  expect(came.at(-1)).toEqual({ type: "message-deleted", messageId: message.id });

  came.push(await event("participants-changed"));
  expect(came.at(-1)).toEqual({ type: "participants-changed" });
  const people = async () =>
    (await call("GET /api/sessions/:id/participants", { as: ada, ids: { id: sessionId } })).json.participants ?? [];
  await until(async () => (await people()).every(({ online }) => online));

  const renamed = await call("PATCH /api/sessions/:id", {
    as: ada,
    ids: { id: sessionId },
    body: { title: "Renamed" },
  });
  came.push(await event("session-changed"));
  const { role: _, ...shown } = renamed.json.session as Shape;
  expect(came.at(-1)).toEqual({ type: "session-changed", session: { ...shown, updatedAt: time } });

  ai.behave("good", [suggestion]);
  adas.text().insert(0, "boom();\n");
  await adas.durable();
  const fileId = layout.listFiles(adas.ydoc)[0]?.id;
  await call("POST /api/ai/review", { as: await stack.signUp("Mary"), body: { sessionId, fileId } });
  const reviewed = await call("GET /api/sessions/:id/reviews", { as: ada, ids: { id: sessionId } });
  const found = await call("GET /api/sessions/:id/reviews/:reviewId", {
    as: ada,
    ids: { id: sessionId, reviewId: String(reviewed.json.reviews?.[0]?.id) },
  });
  const [finding] = found.json.findings ?? [];
  await until(() =>
    graces.events.some((candidate) => candidate.type === "review-changed" && candidate.review.state === "done"),
  );
  came.push(graces.events.findLast(({ type }) => type === "review-changed") as Shape, await event("finding-added"));
  expect(came.slice(-2)).toEqual([
    { type: "review-changed", review: found.json.review },
    { type: "finding-added", reviewId: finding?.reviewId, finding },
  ]);
  const settled = await call("PATCH /api/sessions/:id/findings/:findingId", {
    as: ada,
    ids: { id: sessionId, findingId: String(finding?.id) },
    body: { state: "dismissed" },
  });
  came.push(await event("finding-changed"));
  expect(came.at(-1)).toEqual({ type: "finding-changed", reviewId: finding?.reviewId, finding: settled.json.finding });

  const runId = newId();
  const code = { runner: "python", fileId, path: "main.py", codeHash: "0".repeat(64) };
  const begun = await call("POST /api/sessions/:id/runs", {
    as: ada,
    ids: { id: sessionId },
    body: { id: runId, kind: "run", ...code },
  });
  came.push(await event("run-changed"));
  expect(came.at(-1)).toEqual({ type: "run-changed", run: begun.json.run });
  const pieces = [{ kind: "out", text: "Hello\n" }];
  const output = { as: ada, ids: { id: sessionId, runId }, body: { n: 0, pieces } };
  await call("POST /api/sessions/:id/runs/:runId/output", output);
  came.push(await event("run-output"));
  expect(came.at(-1)).toEqual({ type: "run-output", runId, n: 0, pieces });

  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  came.push(await event("role-changed"));
  expect(came.at(-1)).toEqual({ type: "role-changed", role: "viewer" });
  expect(adas.events.filter(({ type }) => type === "role-changed")).toEqual([]);

  const refusedAt = graces.events.length;
  graces.text().insert(0, "no");
  const answered = adas.durable();
  came.push(await event("durable", adas));
  expect(came.at(-1)).toEqual({ type: "durable", n: 1 });
  await answered;
  came.push(await event("refused"));
  expect(came.at(-1)).toEqual({ type: "refused", reason: "read-only" });
  expect(graces.events.slice(refusedAt).some(({ type }) => type === "durable")).toBe(false);

  const large = await stack.newSession(ada.user, { content: "x".repeat(protocol.NEARLY_FULL_BYTES) });
  using full = connect(stack.origin, large, ada);
  came.push(await event("nearly-full", full));
  expect(came.at(-1)).toEqual({ type: "nearly-full", bytes: expect.any(Number) as unknown });
  const broken = await stack.newSession(ada.user);
  await stack.db.updateTable("documents").set({ damaged_at: new Date() }).where("session_id", "=", broken).execute();
  using damaged = connect(stack.origin, broken, ada);
  came.push(await event("damaged", damaged), await event("alive"));
  expect(came.slice(-2)).toEqual([{ type: "damaged" }, { type: "alive" }]);

  await adas.durable();
  const askedAt = Date.now();
  adas.provider.sendStateless(JSON.stringify({ type: "check", n: 7 }));
  came.push(await event("checked", adas));
  const files = layout
    .listFiles(adas.ydoc)
    .map(({ id, path, language, text }) => [id, path, language, text.toString()]);
  expect(came.at(-1)).toEqual({
    type: "checked",
    n: 7,
    at: expect.closeTo(askedAt, -5) as number,
    node: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
    region: null,
    version: packageJson.version,
    storage: "ok",
    otherNodes: "none",
    hash: createHash("sha256").update(JSON.stringify(files)).digest("hex"),
  });

  postgres.hang();
  adas.text().insert(0, "meanwhile");
  came.push(await event("storage", adas));
  expect(came.at(-1)).toEqual({ type: "storage", state: "delayed" });
  postgres.mend();
  await until(() => adas.events.some((candidate) => candidate.type === "storage" && candidate.state === "ok"));

  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tandem bus' and datname = current_database()`.execute(
    stack.db,
  );
  came.push(await event("refetch"));
  expect(came.at(-1)).toEqual({ type: "refetch" });

  await removeParticipant(stack.db, sessionId, grace.user.id);
  expect(await graces.closed).toBe(protocol.CLOSE.accessEnded.code);
  expect(
    elsewhere.events.filter(({ type }) => !["refetch", "participants-changed", "alive", "storage"].includes(type)),
  ).toEqual([]);

  const stopped = stack.collab.stop();
  came.push(await event("draining", adas));
  expect(came.at(-1)).toEqual({ type: "draining" });
  expect(await adas.closed).toBe(protocol.CLOSE.restart.code);
  await stopped;
  await stack.collab.restart();

  const written = table("Events").map(([type = "", fields = ""]) =>
    [type, ...(fields ? fields.split(", ") : [])].map((cell) => cell.replaceAll("`", "")).sort(),
  );
  expect(
    came.map((shape) => [String(shape.type), ...Object.keys(shape).filter((key) => key !== "type")].sort()),
  ).toEqual(written);
});

test("P13 each reason for a refusal that is written down is given", async ({ stack, ada }) => {
  const sessionId = await stack.newSession(ada.user);
  const damaged = await stack.newSession(ada.user);
  await stack.db
    .updateTable("documents")
    .set({ damaged_at: new Date(), snapshot: Buffer.from([1]) })
    .where("session_id", "=", damaged)
    .execute();
  await stack.db.deleteFrom("document_history").where("session_id", "=", damaged).execute();
  const refused = async (id: string, wish: Parameters<typeof connect>[2]) => {
    using page = connect(stack.origin, id, wish);
    return await page.refused;
  };
  const reasons = [
    await refused(sessionId, {}),
    await refused(newId(), ada),
    await refused(sessionId, { ...ada, token: newId() }),
    await refused(damaged, ada),
  ];
  const popular = await stack.newSession(ada.user);
  {
    using _crowd = await fillWithStrangers(stack, popular);
    reasons.push(await refused(popular, await stack.signUp("Late")));
  }
  using pages = await openMany(stack, ada, sessionId, protocol.MAX_CONNECTIONS_PER_USER_AND_DOCUMENT + 1);
  const refusals = pages.answers.filter((answer) => answer !== "let in: read-write");
  expect(refusals).toHaveLength(1);
  reasons.push(refusals[0]?.replace("refused: ", "") ?? "");
  expect(reasons).toEqual(codeIn(table("Refusals")));
  expect(reasons).toEqual([...protocol.refusalReasons]);
});

test("P13 presence has the fields that are written down", async ({ stack, ada, grace }) => {
  const sessionId = await stack.newSession(ada.user);
  const lineage = await findLineage(stack.db, sessionId);
  using page = connect(stack.origin, sessionId, { ...ada, token: lineage });
  using watcher = connect(stack.origin, sessionId, grace);
  await Promise.all([page.synced, watcher.synced]);
  const written = {
    file: "f",
    selections: [{ anchor: { type: null }, head: { type: null } }],
    idle: false,
    typing: true,
    away: false,
  };
  page.provider.awareness?.setLocalState({ ...written, extra: 1, user: { name: "Somebody else" } });
  const state = await until(() => watcher.provider.awareness?.getStates().get(page.ydoc.clientID));
  expect(state).toEqual({
    ...written,
    user: { id: ada.user.id, name: "Ada", color, avatar: null, role: "owner", guest: true },
  });
  expect(Object.keys(state).sort()).toEqual(fieldsOf("Presence"));
});
