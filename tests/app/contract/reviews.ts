import { expect } from "vitest";
import type { Mode } from "../../support/openai-stand-in.ts";
import { startStack } from "../../support/stack.ts";
import { until } from "../../support/until.ts";
import { fieldsOf, refusedBy, type Shape, suggestion, test, time, uuid } from "./contract-test.ts";

test("P13 a review and its findings have the fields that are written down", async ({ ai, stack, ada, grace, call }) => {
  const id = await stack.newSession(ada.user, { content: "boom();\nagain();\n" });
  const read = await call("GET /api/sessions/:id", { as: ada, ids: { id } });
  const fileId = ((read.json.session?.files as Shape[] | undefined)?.[0]?.id ?? "") as string;
  ai.behave("good", [suggestion], "It fails.");
  const kept = { ...suggestion, id: uuid };
  const answer = await call("POST /api/ai/review", {
    as: ada,
    body: { sessionId: id, fileId, startLine: 1, endLine: 1 },
  });
  expect([answer.status, answer.json]).toEqual([
    200,
    { suggestions: [kept], summary: "It fails.", unplaced: 0, tokensUsed: 200 },
  ]);

  const review = {
    id: uuid,
    sessionId: id,
    userId: ada.user.id,
    userName: "Ada",
    source: "model",
    model: "stand-in-1",
    fileId,
    path: "main.ts",
    language: "typescript",
    startLine: 1,
    endLine: 1,
    state: "done",
    problem: null,
    summary: "It fails.",
    unplaced: 0,
    tokensUsed: 200,
    createdAt: time,
    finishedAt: time,
  };
  const listed = await call("GET /api/sessions/:id/reviews", { as: grace, ids: { id } });
  expect([listed.status, listed.json]).toEqual([
    200,
    { reviews: [review], findings: [expect.objectContaining({ title: "Fails" })] },
  ]);
  expect(Object.keys(listed.json.reviews?.[0] ?? {}).sort()).toEqual(fieldsOf("Review"));
  const reviewId = String(listed.json.reviews?.[0]?.id);
  const finding = {
    ...suggestion,
    id: uuid,
    reviewId,
    fileId,
    anchor: { start: expect.any(Object) as unknown, end: expect.any(Object) as unknown },
    state: "open",
    claimedBy: null,
  };
  const one = await call("GET /api/sessions/:id/reviews/:reviewId", { as: grace, ids: { id, reviewId } });
  expect([one.status, one.json]).toEqual([200, { review, findings: [finding] }]);
  expect(Object.keys(one.json.findings?.[0] ?? {}).sort()).toEqual(fieldsOf("Finding"));
  const findingId = String(one.json.findings?.[0]?.id);
  expect((await call("GET /api/sessions/:id/findings/:findingId", { as: grace, ids: { id, findingId } })).json).toEqual(
    { finding },
  );
  const settle = (state: string) =>
    call("PATCH /api/sessions/:id/findings/:findingId", { as: grace, ids: { id, findingId }, body: { state } });
  expect((await settle("applied")).json).toEqual({ finding: { ...finding, state: "applied", claimedBy: "Grace" } });
  expect((await settle("applied")).status).toBe(409);
  expect((await settle("open")).json).toEqual({ finding });

  expect((await call("GET /api/ai/review", { as: ada })).json).toEqual({
    model: "stand-in-1",
    allowance: { limit: 5, left: 4, waitSeconds: 0 },
    usage: { reviews: 1, tokens: 200, costMicros: 1_040 },
  });
  ai.behave("hang");
  const running = call("POST /api/ai/review", { as: ada, body: { sessionId: id, fileId } });
  await until(() => ai.asked.length === 1);
  expect((await call("POST /api/ai/review", { as: ada, body: { sessionId: id, fileId } })).json.error?.code).toBe(
    "review_running",
  );
  const latest = String((await call("GET /api/sessions/:id/reviews", { as: ada, ids: { id } })).json.reviews?.[0]?.id);
  const cancelled = await call("POST /api/sessions/:id/reviews/:reviewId/cancel", {
    as: grace,
    ids: { id, reviewId: latest },
  });
  expect([cancelled.status, cancelled.json]).toMatchObject([200, { review: { state: "cancelled" } }]);
  expect((await running).json.error?.code).toBe("review_cancelled");
});

test("P13 a review that fails says how, by the code that is written down", async ({ ai, stack, call }) => {
  const hedy = await stack.signUp("Hedy");
  const body = { code: "boom();", language: "javascript" };
  const failures: [Mode, string][] = [
    ["refusal", "ai_refused"],
    ["cut", "ai_cut_off"],
    ["html", "ai_malformed"],
    ["401", "ai_rejected"],
    ["too-long", "ai_too_long"],
    ["no-quota", "ai_no_credit"],
    ["no-model", "ai_no_model"],
    ["reset", "ai_away"],
    ["429-long", "ai_busy"],
  ];
  // Who hangs is given up after a minute: the others fail meanwhile.
  ai.behave("hang");
  const hanging = call("POST /api/ai/review", { as: await stack.signUp("Dorothy"), body });
  await until(() => ai.asked.length === 1);
  for (const [mode, code] of failures) {
    ai.behave(mode, [suggestion]);
    expect((await call("POST /api/ai/review", { as: hedy, body })).json.error?.code).toBe(code);
  }
  expect((await hanging).json.error?.code).toBe("ai_timeout");
  // Calls of calls, deeper than ESLint's stack.
  const deep = `x${"()".repeat(29_000)}`;
  expect(
    (await call("POST /api/ai/review", { as: hedy, body: { code: deep, language: "javascript", source: "static" } }))
      .json.error?.code,
  ).toBe("check_stopped");
  await using plain = await startStack();
  expect(await refusedBy(plain, "POST /api/ai/review", { as: await plain.signUp("Ada"), body })).toBe(503);
});
