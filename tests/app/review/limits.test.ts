import { sql } from "kysely";
import { expect } from "vitest";
import { listFiles } from "../../../protocol/layout.ts";
import { MAX_REVIEW_CHARS } from "../../../protocol/limits.ts";
import { connect } from "../../support/connection.ts";
import { startStack } from "../../support/stack.ts";
import { until } from "../../support/until.ts";
import { ask } from "../asking.ts";
import { type Answer, type Failed, test } from "./review-test.ts";
import { CODE, findings } from "./reviewed-code.ts";

test("P14 one review runs in a session at a time, five an hour for a guest, from two servers too", async ({
  ai,
  stack,
  somebody,
  review,
  anotherWeb,
  session,
}) => {
  ai.behave("slow", findings);
  const { owner, sessionId, fileId } = await session();
  await using web = await anotherWeb(ai);
  const running = review(owner, { sessionId, fileId });
  await until(() => ai.asked.length === 1);
  const second = await ask(web, "POST", "/api/ai/review", { as: await somebody(), body: { sessionId, fileId } });
  expect([second.status, (second.json as Failed).error.code]).toEqual([409, "review_running"]);
  for (let i = 0; i < 3; i++) ai.next();
  expect((await running).status).toBe(200);

  ai.behave("good", findings);
  const answers = await Promise.all(
    Array.from({ length: 9 }, (_, i) =>
      ask(i % 2 ? web : stack, "POST", "/api/ai/review", { as: owner, body: { code: CODE, language: "javascript" } }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429, 429, 429, 429]);
  const late = answers.find(({ status }) => status === 429);
  expect((late?.json as unknown as Failed).error).toEqual({
    code: "too_many",
    message: expect.stringMatching(/^You have used all 5 reviews for this hour\..* 60 min\.$/),
  });
  expect(Number(late?.headers.get("retry-after"))).toBeGreaterThan(3_500);
  await stack.db.updateTable("users").set({ github_id: "1" }).where("id", "=", owner.user.id).execute();
  expect((await review(owner)).status).toBe(200);
});

test("P14 a review of a web process that died does not block the session for ever", async ({
  stack,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  await stack.db
    .insertInto("reviews")
    .values({
      user_id: owner.user.id,
      session_id: sessionId,
      file_id: fileId,
      source: "model",
      model: "m",
      path: "main.ts",
      language: "typescript",
      start_line: null,
      end_line: null,
      problem: null,
      summary: null,
      cost_micros: null,
    })
    .execute();
  expect((await review(owner, { sessionId, fileId })).status).toBe(409);
  await sql`update reviews set created_at = created_at - interval '2 minutes' where session_id = ${sessionId}`.execute(
    stack.db,
  );
  expect((await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: owner })).json).toMatchObject({
    reviews: [{ state: "failed", problem: "interrupted" }],
  });
  expect((await review(owner, { sessionId, fileId })).status).toBe(200);
});

test("P14 what cannot be reviewed is refused before anything is sent or counted", async ({
  ai,
  stack,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  const cases: [unknown, number, string][] = [
    [{ code: "x".repeat(MAX_REVIEW_CHARS + 1), language: "python" }, 413, "too_large"],
    [{ code: "x".repeat(600_000), language: "python" }, 413, "too_large"],
    [{ code: " \n", language: "python" }, 422, "invalid"],
    [{ code: "x", language: "klingon" }, 422, "invalid"],
    [{ code: "x", language: "python", extra: 1 }, 422, "invalid"],
    [{ sessionId, fileId, startLine: 3, endLine: 2 }, 422, "invalid"],
    [{ sessionId, fileId: "none" }, 404, "not_found"],
    [{ sessionId: "x", fileId }, 404, "not_found"],
    [{ code: "x", language: "python", source: "static" }, 422, "invalid"],
  ];
  for (const [body, status, code] of cases) {
    const answer = await review(owner, body);
    expect([JSON.stringify(body).slice(0, 90), answer.status, (answer.json as Failed).error.code]).toEqual([
      JSON.stringify(body).slice(0, 90),
      status,
      code,
    ]);
  }
  expect(ai.asked).toEqual([]);
  expect((await ask(stack, "GET", "/api/ai/review", { as: owner })).json).toMatchObject({ allowance: { left: 5 } });
});

test("P14 without a key AI reviews say that they are off, and ESLint checks all the same", async () => {
  await using plain = await startStack();
  const ada = await plain.signUp("Ada");
  const off = await ask(plain, "POST", "/api/ai/review", { as: ada, body: { code: CODE, language: "javascript" } });
  expect([off.status, (off.json as Failed).error]).toEqual([
    503,
    { code: "ai_off", message: "AI reviews are off here: the server has no OPENAI_API_KEY." },
  ]);

  const content = "let kept: number = 1;\nif (!!kept) {\n  console.log(kept);\n}\nconst unused = 2;\n";
  const sessionId = await plain.newSession(ada.user, { content });
  using page = connect(plain.origin, sessionId, ada);
  await page.synced;
  const fileId = listFiles(page.ydoc)[0]?.id ?? "";
  const checked = await ask(plain, "POST", "/api/ai/review", {
    as: ada,
    body: { sessionId, fileId, source: "static" },
  });
  expect([checked.status, checked.text]).toEqual([200, expect.anything()]);
  const { suggestions, tokensUsed } = checked.json as Answer;
  expect(tokensUsed).toBe(0);
  expect(suggestions).toMatchObject([
    {
      severity: "warning",
      startLine: 5,
      quote: "const unused = 2;",
      message: expect.stringContaining("@typescript-eslint/no-unused-vars"),
    },
    {
      severity: "info",
      startLine: 1,
      replacement: "const kept: number = 1;",
      message: expect.stringContaining("prefer-const"),
    },
    {
      severity: "info",
      startLine: 2,
      replacement: "if (kept) {",
      message: expect.stringContaining("no-extra-boolean-cast"),
    },
  ]);
  await until(() => page.events.filter(({ type }) => type === "finding-added").length === 3);
  const broken = await ask(plain, "POST", "/api/ai/review", {
    as: ada,
    body: { code: "function (", language: "javascript", source: "static" },
  });
  expect((broken.json as Answer).suggestions).toMatchObject([
    { severity: "error", startLine: 1, title: expect.stringContaining("Parsing error") },
  ]);
});

test("P14 P8 static checks obey no comment, are bounded as reviews are, and answer others meanwhile", async ({
  stack,
  somebody,
  session,
}) => {
  const as = await somebody();
  const check = (body: object) =>
    ask(stack, "POST", "/api/ai/review", { as, body: { source: "static", language: "javascript", ...body } });
  const attack = `/* eslint id-match: ["error","^(a+)+$",{"properties":true}] */ var ${"a".repeat(40)}1 = 1; export {};`;
  const many = "{}\n".repeat(1_000);
  const [attacked, crowded, plain] = await Promise.all([
    check({ code: attack }),
    check({ code: many }),
    check({ code: "debugger;" }),
  ]);
  expect([attacked.status, crowded.status, plain.status]).toEqual([200, 200, 200]);
  expect((plain.json as Answer).suggestions[0]?.title).toMatch(/debugger/);
  expect((crowded.json as Answer).suggestions).toHaveLength(12);
  expect((crowded.json as Answer).summary).toContain("find 1000 things");
  const { sessionId, fileId, owner } = await session("x;\n".repeat(30_000));
  const whole = await ask(stack, "POST", "/api/ai/review", {
    as: owner,
    body: { sessionId, fileId, startLine: 1, endLine: 1, source: "static" },
  });
  expect([whole.status, (whole.json as Failed).error.code]).toEqual([413, "too_large"]);
});
