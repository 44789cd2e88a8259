import { expect } from "vitest";
import type { Mode } from "../../support/openai-stand-in.ts";
import { until } from "../../support/until.ts";
import { ask } from "../asking.ts";
import { type Failed, test } from "./review-test.ts";
import { findings } from "./reviewed-code.ts";

/** Each way to fail, with what the caller gets. */
const failures: [Mode, number, string][] = [
  ["429", 503, "ai_busy"],
  ["429-long", 503, "ai_busy"],
  ["500", 503, "ai_away"],
  ["overloaded", 503, "ai_away"],
  ["reset", 503, "ai_away"],
  ["401", 502, "ai_rejected"],
  ["refusal", 502, "ai_refused"],
  ["bad-json", 502, "ai_malformed"],
  ["wrong-schema", 502, "ai_malformed"],
  ["huge", 502, "ai_malformed"],
  ["endless", 502, "ai_malformed"],
  ["html", 502, "ai_malformed"],
  ["length", 502, "ai_cut_off"],
  ["cut", 502, "ai_cut_off"],
  ["too-long", 413, "ai_too_long"],
  ["too-long-llama", 413, "ai_too_long"],
  ["too-long-minute", 413, "ai_too_long"],
  ["filtered", 502, "ai_refused"],
  ["azure-filter", 502, "ai_refused"],
  ["no-quota", 502, "ai_no_credit"],
  ["no-balance", 502, "ai_no_credit"],
  ["no-credit", 502, "ai_no_credit"],
  ["no-model", 502, "ai_no_model"],
  ["no-model-ollama", 502, "ai_no_model"],
  ["no-address", 502, "ai_rejected"],
];

/** What another try would not mend is asked once. */
const askedOnce = failures.flatMap(([mode, , code]) =>
  ["ai_too_long", "ai_no_credit", "ai_no_model"].includes(code) || mode === "azure-filter" ? [mode] : [],
);

test.for(failures)(
  "P14 mode %s answers %i %s with a sentence, does not count, and is kept as failed",
  async ([mode, status, code], { ai, stack, review, session }) => {
    ai.behave(mode);
    const { owner, sessionId, fileId } = await session();
    const answer = await review(owner, { sessionId, fileId });
    expect([answer.status, (answer.json as Failed).error]).toEqual([
      status,
      { code, message: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
    expect(answer.headers.has("retry-after")).toBe(status === 503);
    if (mode === "429-long") expect([answer.headers.get("retry-after"), ai.asked.length]).toEqual(["3600", 1]);
    if (askedOnce.includes(mode)) expect(ai.asked.length).toBe(1);
    if (mode === "429" || mode === "500" || mode === "overloaded") expect(ai.asked.length).toBe(3);
    expect((await ask(stack, "GET", "/api/ai/review", { as: owner })).json).toMatchObject({
      allowance: { limit: 5, left: 5 },
    });
    expect((await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: owner })).json).toMatchObject({
      reviews: [{ state: "failed", problem: code }],
    });
    // The next one works: nothing of the failure stays behind.
    ai.behave("good", findings);
    expect((await review(owner, { sessionId, fileId })).status).toBe(200);
  },
);

test("P14 a passing failure is overcome: 429 after the time it names, 500 after a moment", async ({ ai, answerOf }) => {
  ai.behave("429-once", findings);
  const began = Date.now();
  expect((await answerOf()).suggestions.length).toBe(2);
  expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  ai.behave("500-once", findings);
  expect((await answerOf()).suggestions.length).toBe(2);
  expect(ai.asked.length).toBe(2);
});

test("P14 a hanging provider is given up after a minute with 504", async ({ ai, somebody, review }) => {
  ai.behave("hang");
  const before = ai.aborted();
  const answer = await review(await somebody());
  expect([answer.status, (answer.json as Failed).error.code]).toEqual([504, "ai_timeout"]);
  await until(() => ai.aborted() === before + 1);
});

test("P14 who hangs up on code of their own ends the request, as Cancel does; a session's goes on", async ({
  ai,
  stack,
  somebody,
  review,
  session,
}) => {
  ai.behave("slow", findings);
  const { owner, sessionId, fileId } = await session();
  const grace = await somebody();
  const before = ai.aborted();
  const hangUpOn = async (body: object) => {
    const hangUp = new AbortController();
    const count = ai.asked.length;
    const asked = fetch(`${stack.origin}/api/ai/review`, {
      method: "POST",
      headers: { cookie: owner.cookie },
      body: JSON.stringify(body),
      signal: hangUp.signal,
    }).catch(() => "hung up");
    await until(() => ai.asked.length > count);
    hangUp.abort();
    expect(await asked).toBe("hung up");
  };
  await hangUpOn({ code: "boom();", language: "javascript" });
  await until(() => ai.aborted() === before + 1);
  // Everybody's goes on.
  await hangUpOn({ sessionId, fileId });
  for (let i = 0; i <= findings.length; i++) ai.next();
  const reviews = async () =>
    (
      (await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: grace })).json as {
        reviews: { id: string; state: string }[];
      }
    ).reviews;
  await until(async () => (await reviews())[0]?.state === "done");
  expect(ai.aborted()).toBe(before + 1);

  ai.behave("slow", findings);
  const second = review(owner, { sessionId, fileId });
  await until(() => ai.asked.length === 1);
  const [running] = await reviews();
  const cancelled = await ask(stack, "POST", `/api/sessions/${sessionId}/reviews/${running?.id}/cancel`, { as: grace });
  expect([cancelled.status, cancelled.json]).toMatchObject([200, { review: { state: "cancelled" } }]);
  expect([(await second).status, ((await second).json as Failed).error.code]).toEqual([409, "review_cancelled"]);
  await until(() => ai.aborted() === before + 2);
  expect(
    (await ask(stack, "POST", `/api/sessions/${sessionId}/reviews/${running?.id}/cancel`, { as: grace })).status,
  ).toBe(409);
});
