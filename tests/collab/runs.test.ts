import { sql } from "kysely";
import { expect } from "vitest";
import { addRunOutput, beginRun, changeRun } from "../../db/runs.ts";
import { updateSession } from "../../db/sessions.ts";
import type { Piece } from "../../protocol/runs.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const out = (text: string): Piece => ({ kind: "out", text });

const test = stackTest({ web: false }).extend(
  "begin",
  { scope: "file" },
  ({ stack, ada }) =>
    async (sessionId: string) => {
      const own = { id: newId(), sessionId, userId: ada.user.id };
      const code = { kind: "run", runner: "python", fileId: "f", path: "main.py", codeHash: "" } as const;
      const begun = await beginRun(stack.db, { ...own, ...code });
      return { own, run: "run" in begun ? begun.run : undefined };
    },
);

test("P16 everybody gets a run with each batch of its output, once and in order", async ({
  stack,
  ada,
  grace,
  open,
  begin,
}) => {
  const [sessionId, other] = [await stack.newSession(ada.user), await stack.newSession(ada.user)];
  using adas = open(ada, sessionId);
  using graces = open(grace, sessionId);
  using elsewhere = open(grace, other);
  await Promise.all([adas.synced, graces.synced, elsewhere.synced]);
  const { own, run } = await begin(sessionId);
  const count = 30;
  for (let n = 0; n < count; n++) {
    // A retry, and a sign of life, are nobody's news.
    for (const text of [`${n}\n`, "again"]) await addRunOutput(stack.db, own, { n, pieces: [out(text)] });
    await changeRun(stack.db, own, { state: "running" });
  }
  const told = (page: typeof adas) => page.events.filter(({ type }) => type.startsWith("run-"));
  await until(() => told(graces).length > count && told(adas).length > count);
  const ended = await changeRun(stack.db, own, { state: "done", exitCode: 0 });
  await until(() => [adas, graces].every((page) => told(page).length > count + 1));
  for (const page of [adas, graces])
    expect(told(page)).toEqual([
      { type: "run-changed", run: { ...run, outputChars: expect.any(Number) as number } },
      ...Array.from({ length: count }, (_, n) => ({
        type: "run-output",
        runId: own.id,
        n,
        pieces: [out(`${n}\n`)],
      })),
      { type: "run-changed", run: ended?.run },
    ]);
  expect(told(elsewhere)).toEqual([]);
});

test("P16 what was written while nobody listened is asked for", async ({ stack, ada, grace, open, begin }) => {
  const sessionId = await stack.newSession(ada.user);
  using page = open(grace, sessionId);
  await page.synced;
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'tandem bus' and datname = current_database()`.execute(stack.db);
  const { own } = await begin(sessionId);
  await until(() => page.events.some(({ type }) => type === "refetch"));
  await addRunOutput(stack.db, own, { n: 0, pieces: [out("later")] });
  await until(() => page.events.some((event) => event.type === "run-output" && event.n === 0));
});

test("P4 people are told that viewers may run code, or no longer", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  using page = open(grace, sessionId);
  await page.synced;
  for (const viewersRun of [true, false]) {
    await updateSession(stack.db, ada.user.id, sessionId, { viewersRun });
    await until(() => {
      const last = page.events.findLast(({ type }) => type === "session-changed");
      return last?.type === "session-changed" && last.session.viewersRun === viewersRun;
    });
  }
});
