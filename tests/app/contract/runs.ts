import { expect } from "vitest";
import { setRole } from "../../../db/participants.ts";
import { newId } from "../../support/person.ts";
import type { Person } from "../../support/stack.ts";
import { readSamples } from "../../support/metrics.ts";
import { fieldsOf, protocol, type Shape, test as base, time } from "./contract-test.ts";

const code = { kind: "run", runner: "python", fileId: "f", path: "main.py", codeHash: "0".repeat(64) };
const out = (text: string) => ({ kind: "out", text });

const test = base
  .extend(
    "begin",
    { scope: "file" },
    ({ call }) =>
      (id: string, as: Person, body: Shape = {}) =>
        call("POST /api/sessions/:id/runs", { as, ids: { id }, body: { id: newId(), ...code, ...body } }),
  )
  .extend(
    "send",
    { scope: "file" },
    ({ call }) =>
      (ids: Record<string, string>, as: Person, body: unknown) =>
        call("POST /api/sessions/:id/runs/:runId/output", { as, ids, body }),
  )
  .extend(
    "change",
    { scope: "file" },
    ({ call }) =>
      (ids: Record<string, string>, as: Person, body: Shape) =>
        call("PATCH /api/sessions/:id/runs/:runId", { as, ids, body }),
  )
  .extend(
    "read",
    { scope: "file" },
    ({ call }) =>
      async (ids: Record<string, string>, as: Person) =>
        (await call("GET /api/sessions/:id/runs/:runId", { as, ids })).json as Shape,
  );

test("P13 P16 a run has the fields that are written down, from its beginning to its end", async ({
  stack,
  ada,
  grace,
  create,
  call,
  begin,
  send,
  change,
  read,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  const runId = newId();
  const ids = { id, runId };
  const begun = await begin(id, ada, { id: runId.toUpperCase() });
  const run = {
    id: runId,
    sessionId: id,
    userId: ada.user.id,
    userName: "Ada",
    ...code,
    state: "running",
    exitCode: null,
    tookMs: null,
    outputChars: 0,
    createdAt: time,
    finishedAt: null,
  };
  expect([begun.status, begun.json]).toEqual([201, { run }]);
  expect(Object.keys(run).sort()).toEqual(fieldsOf("Run"));
  const again = await begin(id, ada, { id: runId });
  expect([again.status, again.json]).toEqual([200, begun.json]);
  expect((await begin((await create()).id, ada, { id: runId })).json.error?.code).toBe("conflict");

  const table = { kind: "table", columns: ["a"], rows: [["1"], [null]], more: 3 };
  const failed = {
    kind: "test",
    name: ["sums", "adds"],
    state: "failed",
    ms: 0.5,
    path: "a.py",
    line: 1,
    message: "no",
  };
  const pieces = [out("\u001b[31mRed\u001b[0m \u202e"), { kind: "err", text: "" }, table, failed];
  expect((await send(ids, ada, { n: 0, pieces })).status).toBe(204);
  expect((await send(ids, ada, { n: 0, pieces: [out("another")] })).status).toBe(204);
  const gap = await send(ids, ada, { n: 2, pieces });
  expect([gap.status, gap.json.error?.code, gap.json.error?.message]).toEqual([
    409,
    "gap",
    "The next batch of this run's output is number 1.",
  ]);
  // Half a character and NUL are no text.
  expect((await send(ids, ada, { n: 1, pieces: [out("a\ud800b\0c")] })).status).toBe(204);
  const stored = await read(ids, grace);
  expect(stored).toEqual({
    run: { ...run, outputChars: expect.any(Number) as number },
    next: 2,
    pieces: [...pieces, out("a\ufffdbc")],
  });

  expect((await change(ids, ada, { state: "waiting" })).json.run).toMatchObject({ state: "waiting", finishedAt: null });
  const done = await change(ids, ada, { state: "done", exitCode: 3, tookMs: 12 });
  expect([done.status, done.json.run]).toEqual([
    200,
    { ...(stored.run as Shape), state: "done", exitCode: 3, tookMs: 12, finishedAt: time },
  ]);
  expect((await change(ids, ada, { state: "done" })).json).toEqual(done.json);
  const late = [await change(ids, ada, { state: "running" }), await send(ids, ada, { n: 2, pieces })];
  expect(late.map(({ status, json }) => [status, json.error?.code])).toEqual([
    [409, "conflict"],
    [409, "conflict"],
  ]);
  expect(await read(ids, grace)).toEqual({ ...stored, run: done.json.run });
  const listed = await call("GET /api/sessions/:id/runs", { as: grace, ids: { id } });
  expect([listed.status, listed.json]).toEqual([200, { runs: [done.json.run] }]);
  const counted = (await readSamples(stack.origin)).filter(({ name }) => name === "tandem_runs_total");
  expect(counted).toContainEqual(expect.objectContaining({ labels: { runner: "python", outcome: "done" }, value: 1 }));
});

test("P4 P16 viewers run code where the owner lets them, and until they no longer may", async ({
  stack,
  ada,
  grace,
  call,
  create,
  begin,
  send,
  change,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  const refused = await begin(id, grace, { kind: "nothing" });
  expect([refused.status, refused.json.error?.message]).toEqual([403, expect.stringContaining("unless its owner")]);
  const let_ = (viewersRun: unknown) => call("PATCH /api/sessions/:id", { as: ada, ids: { id }, body: { viewersRun } });
  expect((await let_("yes")).json.error?.fields).toEqual({ viewersRun: "Say true or false: may viewers run code?" });
  expect((await let_(true)).json.session).toMatchObject({ viewersRun: true });
  const runId = newId();
  const ids = { id, runId };
  expect((await begin(id, grace, { id: runId })).status).toBe(201);
  const batch = { n: 0, pieces: [out("1")] };
  expect([(await send(ids, ada, batch)).status, (await change(ids, ada, { state: "stopped" })).status]).toEqual([
    403, 403,
  ]);
  expect((await send(ids, grace, batch)).status).toBe(204);
  await let_(false);
  for (const answer of [await send(ids, grace, { ...batch, n: 1 }), await change(ids, grace, { state: "done" })])
    expect(answer.status).toBe(403);
  await setRole(stack.db, id, grace.user.id, "editor");
  const elsewhere = { id: (await create({}, grace)).id, runId };
  expect((await send(elsewhere, grace, batch)).status).toBe(404);
});

test("P8 P13 a batch fits, and a run shows so much and no more", async ({ stack, call, begin, send, read }) => {
  const hedy = await stack.signUp("Hedy");
  const id = await stack.newSession(hedy.user);
  const runId = newId();
  const ids = { id, runId };
  await begin(id, hedy, { id: runId });
  const { MAX_BATCH_CHARS, MAX_BATCH_PIECES, MAX_OUTPUT_CHARS } = protocol;
  // One more than it has characters is what a text counts for.
  const largest = "\u0001".repeat(MAX_BATCH_CHARS - 1);
  const bad: Shape[] = [
    { n: 0, pieces: [] },
    { n: -1, pieces: [out("x")] },
    { n: 0, pieces: [{ kind: "html", text: "x" }] },
    { n: 0, pieces: [{ ...out("x"), more: 1 }] },
    { n: 0, pieces: [out(`${largest}xx`)] },
    { n: 0, pieces: [out(largest), out("")] },
    { n: 0, pieces: Array.from({ length: MAX_BATCH_PIECES + 1 }, () => out("")) },
    { n: 0, pieces: Array.from({ length: 50_000 }, () => 1) },
  ];
  for (const body of bad) {
    const answer = await send(ids, hedy, body);
    expect([answer.status, answer.text.length < 20_000]).toEqual([422, true]);
  }
  for (const pieces of ["[],".repeat(150_000), `"${"x".repeat(600_000)}",`]) {
    const address = "POST /api/sessions/:id/runs/:runId/output";
    const large = await call(address, { as: hedy, ids, raw: `{"n":0,"pieces":[${pieces}0]}` });
    expect([large.status, large.json.error?.code]).toEqual([413, "too_large"]);
  }

  expect((await send(ids, hedy, { n: 0, pieces: [out(largest)] })).status).toBe(204);
  const most = Math.floor(MAX_OUTPUT_CHARS / MAX_BATCH_CHARS);
  const full = [out("x".repeat(MAX_BATCH_CHARS - 1))];
  for (let n = 1; n < most; n++) expect((await send(ids, hedy, { n, pieces: full })).status).toBe(204);
  const past = await send(ids, hedy, { n: most, pieces: full });
  expect([past.status, past.json.error?.message]).toEqual([
    413,
    "A run shows 1,000,000 characters of its output: nothing more is taken.",
  ]);
  expect(await read(ids, hedy)).toMatchObject({ next: most, run: { state: "running" } });
});
