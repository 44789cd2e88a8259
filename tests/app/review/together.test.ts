import { expect } from "vitest";
import { endReview } from "../../../db/reviews.ts";
import type { ServerEvent } from "../../../protocol/events.ts";
import { connect } from "../../support/connection.ts";
import { said } from "../../support/openai-stand-in.ts";
import { until } from "../../support/until.ts";
import { ask } from "../asking.ts";
import { type Answer, type Failed, test } from "./review-test.ts";
import { CODE, findings, ordered } from "./reviewed-code.ts";

test("P14 a review that fails or is cancelled gives back what it had taken over", async ({
  ai,
  stack,
  somebody,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  const first = ((await review(owner, { sessionId, fileId })).json as Answer).suggestions.map(({ id }) => id).sort();
  const list = async () =>
    (await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: owner })).json as {
      reviews: { id: string; state: string }[];
      findings: { id: string; reviewId: string }[];
    };
  const good = (await list()).reviews[0]?.id;
  using page = connect(stack.origin, sessionId, await somebody());
  await page.synced;
  ai.behave("cut", findings);
  expect((await review(owner, { sessionId, fileId })).status).toBe(502);
  // An event has the row as it is when it is told: there may be more of them than moves.
  const holder = (id?: string) =>
    page.events.findLast((event) => event.type === "finding-changed" && event.finding.id === id);
  await until(() => first.every((id) => (holder(id) as { reviewId?: string } | undefined)?.reviewId === good));
  for (const cancelled of [false, true]) {
    ai.behave("slow", findings);
    const running = review(owner, { sessionId, fileId });
    ai.next();
    await until(async () => (await list()).findings.some(({ reviewId }) => reviewId !== good));
    const [latest] = (await list()).reviews;
    if (cancelled) await ask(stack, "POST", `/api/sessions/${sessionId}/reviews/${latest?.id}/cancel`, { as: owner });
    else await endReview(stack.db, latest?.id ?? "", { state: "failed", problem: "interrupted" });
    expect((await running).status).not.toBe(200);
    const { findings: left } = await list();
    expect(left.map(({ id, reviewId }) => [id, reviewId])).toEqual(left.map(({ id }) => [id, good]));
    expect(left.map(({ id }) => id).sort()).toEqual(first);
  }
  // However many fail, the last good one is among those that are listed.
  await stack.db
    .insertInto("reviews")
    .values(
      Array.from({ length: 60 }, () => ({
        user_id: owner.user.id,
        session_id: sessionId,
        file_id: fileId,
        source: "model" as const,
        model: "m",
        path: "main.ts",
        language: "typescript",
        state: "failed" as const,
        start_line: null,
        end_line: null,
        problem: null,
        summary: null,
        cost_micros: null,
      })),
    )
    .execute();
  expect([(await list()).reviews.length, (await list()).reviews.at(-1)?.id, (await list()).findings.length]).toEqual([
    51,
    good,
    2,
  ]);
});

test("P14 a stream brings each finding when it is there, then the summary and the whole", async ({
  ai,
  stack,
  somebody,
  review,
}) => {
  ai.behave("slow", findings);
  const as = await somebody();
  const response = await fetch(`${stack.origin}/api/ai/review`, {
    method: "POST",
    headers: { cookie: as.cookie, accept: "text/event-stream", "content-type": "application/json" },
    body: JSON.stringify({ code: CODE, language: "javascript" }),
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  let text = "";
  void (async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk);
  })();
  const events = () =>
    [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(
      ([, type, data = ""]) => [type, JSON.parse(data) as unknown] as const,
    );
  expect(events()).toEqual([]);
  ai.next();
  await until(() => events().length === 1);
  ai.next();
  await until(() => events().length === 2);
  ai.next();
  await until(() => events().length === 4);
  expect(events()).toEqual([
    ["suggestion", findings[0]],
    ["suggestion", findings[1]],
    ["summary", { summary: "It works, mostly." }],
    ["done", { suggestions: ordered, summary: "It works, mostly.", unplaced: 0, tokensUsed: 200 }],
  ]);
  ai.behave("refusal");
  const refused = await review(as, undefined, { accept: "text/event-stream" });
  expect([refused.status, refused.text]).toEqual([
    200,
    expect.stringMatching(/^event: error\ndata: {"error":{"code":"ai_refused"/m),
  ]);
});

test("P14 everybody hears of a review and its findings as they come; who joins later reads the same", async ({
  ai,
  stack,
  somebody,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  const grace = await somebody();
  using adas = connect(stack.origin, sessionId, owner);
  using graces = connect(stack.origin, sessionId, grace);
  await Promise.all([adas.synced, graces.synced]);
  ai.behave("slow", findings);
  const done = review(grace, { sessionId, fileId });
  const found = (page: typeof adas) => page.events.filter((event) => event.type === "finding-added");
  const states = (page: typeof adas) =>
    page.events.flatMap((event) => (event.type === "review-changed" ? [event.review.state] : []));
  for (const count of [1, 2]) {
    ai.next();
    for (const page of [adas, graces]) await until(() => found(page).length === count);
    expect(states(adas)).toEqual(["running"]);
  }
  ai.next();
  const answer = (await done).json as Answer;
  for (const page of [adas, graces]) await until(() => states(page).join() === "running,done");
  const events = found(graces) as Extract<ServerEvent, { type: "finding-added" }>[];
  expect(events.map(({ finding }) => finding.id).sort()).toEqual(answer.suggestions.map(({ id }) => id).sort());
  const late = await somebody();
  const [{ reviewId } = { reviewId: "" }] = events;
  expect((await ask(stack, "GET", `/api/sessions/${sessionId}/reviews/${reviewId}`, { as: late })).json).toMatchObject({
    review: {
      state: "done",
      summary: "It works, mostly.",
      tokensUsed: 200,
      userName: grace.user.name,
      path: "main.ts",
      model: "stand-in-1",
    },
    findings: events.map(({ finding }) => finding),
  });
  const cost = await stack.db
    .selectFrom("reviews")
    .select(["user_id", "tokens", "cost_micros"])
    .where("id", "=", reviewId)
    .executeTakeFirst();
  expect(cost).toEqual({ user_id: grace.user.id, tokens: 200, cost_micros: String(120 * 2 + 80 * 10) });
  expect((await ask(stack, "GET", "/api/ai/review", { as: grace })).json).toMatchObject({
    model: "stand-in-1",
    allowance: { left: 4 },
    usage: { reviews: 1, tokens: 200, costMicros: 1_040 },
  });
});

test("P14 the text is the document's own, with what has been typed and saved", async ({
  ai,
  stack,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session("");
  using page = connect(stack.origin, sessionId, owner);
  await page.synced;
  page.text().insert(0, CODE);
  await page.durable();
  const answer = await review(owner, { sessionId, fileId, startLine: 2, endLine: 2 });
  expect((answer.json as Answer).suggestions).toMatchObject([{ title: "Subtracts", startLine: 2 }]);
  expect(ai.asked[0]?.messages[1]?.content).not.toContain("console.log");
});

test("P14 a fix is applied once, however many ask at the same time; it can be given back", async ({
  stack,
  somebody,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  const { suggestions } = (await review(owner, { sessionId, fileId })).json as Answer;
  const path = `/api/sessions/${sessionId}/findings/${suggestions[0]?.id}`;
  const persons = await Promise.all(Array.from({ length: 8 }, somebody));
  const answers = await Promise.all(persons.map((as) => ask(stack, "PATCH", path, { as, body: { state: "applied" } })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
  const winner = persons[answers.findIndex(({ status }) => status === 200)]?.user.name ?? "";
  expect((answers.find(({ status }) => status === 409)?.json as unknown as Failed).error.message).toBe(
    `${winner} was faster: this finding is applied already.`,
  );
  for (const [state, status] of [
    ["dismissed", 409],
    ["open", 200],
    ["open", 409],
    ["dismissed", 200],
    ["applied", 409],
  ] as const) {
    expect([state, (await ask(stack, "PATCH", path, { as: owner, body: { state } })).status]).toEqual([state, status]);
  }
});

test("P14 a second review takes up what it finds again: one row, still dismissed, in the newer review", async ({
  ai,
  stack,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session();
  const first = (await review(owner, { sessionId, fileId })).json as Answer;
  await ask(stack, "PATCH", `/api/sessions/${sessionId}/findings/${first.suggestions[1]?.id}`, {
    as: owner,
    body: { state: "dismissed" },
  });
  {
    using page = connect(stack.origin, sessionId, owner);
    await page.synced;
    page.text().insert(0, "// three\n// more\n// lines\n");
    await page.durable();
  }
  ai.behave("good", [
    ...findings.map((finding) => ({ ...finding, startLine: finding.startLine + 3, endLine: finding.endLine + 3 })),
    said({ title: "New", startLine: 9, quote: "console.log(totl);" }),
  ]);
  const second = (await review(owner, { sessionId, fileId })).json as Answer;
  expect(ai.asked[0]?.messages[1]?.content).toContain(JSON.stringify({ title: "Subtracts", startLine: 5, endLine: 5 }));
  expect(second.suggestions.map(({ id }) => id)).toEqual([
    first.suggestions[0]?.id,
    expect.any(String),
    first.suggestions[1]?.id,
  ]);
  const { reviews } = (await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: owner })).json as {
    reviews: { id: string }[];
  };
  const latest = (await ask(stack, "GET", `/api/sessions/${sessionId}/reviews/${reviews[0]?.id}`, { as: owner }))
    .json as { findings: { title: string; state: string; startLine: number }[] };
  expect(latest.findings.map(({ title, state, startLine }) => [title, state, startLine]).sort()).toEqual([
    ["New", "open", 9],
    ["Says nothing", "dismissed", 8],
    ["Subtracts", "open", 5],
  ]);
});

test("P14 two findings that sound alike stay two, and what is applied during a review stays applied", async ({
  ai,
  stack,
  review,
  session,
}) => {
  const { owner, sessionId, fileId } = await session("const a = 1, b = 2;\nboom();\n");
  const check = () =>
    ask(stack, "POST", "/api/ai/review", { as: owner, body: { sessionId, fileId, source: "static" } });
  const first = ((await check()).json as Answer).suggestions;
  const { json: listed } = await ask(stack, "GET", `/api/sessions/${sessionId}/reviews`, { as: owner });
  // Their number, in no language.
  expect((listed as { reviews: { summary: string }[] }).reviews.map(({ summary }) => summary)).toEqual(["2"]);
  expect(first.map(({ title }) => title)).toEqual([expect.stringMatching(/^'a'/), expect.stringMatching(/^'b'/)]);
  await ask(stack, "PATCH", `/api/sessions/${sessionId}/findings/${first[1]?.id}`, {
    as: owner,
    body: { state: "dismissed" },
  });
  const second = ((await check()).json as Answer).suggestions;
  expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));

  const fails = said({ title: "Fails", startLine: 2, quote: "boom();", replacement: "" });
  ai.behave("good", [fails]);
  const [standing] = ((await review(owner, { sessionId, fileId })).json as Answer).suggestions;
  ai.behave("slow", [fails]);
  const running = review(owner, { sessionId, fileId });
  await until(() => ai.asked.length === 1);
  await ask(stack, "PATCH", `/api/sessions/${sessionId}/findings/${standing?.id}`, {
    as: owner,
    body: { state: "applied" },
  });
  for (let i = 0; i < 2; i++) ai.next();
  expect(((await running).json as Answer).suggestions).toEqual([]);
  const { json } = await ask(stack, "GET", `/api/sessions/${sessionId}/findings/${standing?.id}`, { as: owner });
  expect((json as { finding: { state: string } }).finding.state).toBe("applied");
});
