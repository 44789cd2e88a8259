import { expect } from "vitest";
import { MAX_CONNECTIONS_PER_USER_AND_DOCUMENT } from "../../protocol/limits.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { connect } from "../support/connection.ts";
import { openLink } from "../support/link.ts";
import { stackTest } from "../support/stack-test.ts";
import { type Person, type Stack, startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

/** A node ends itself after ten seconds, whatever it waits for; a machine that is busy may be late with that. */
const STOPPED_MS = 25_000;

const enter = ({ collabOrigin, origin }: Stack, { cookie }: Person, sessionId: string) =>
  connect(collabOrigin, sessionId, { cookie, page: origin });

const test = stackTest({ web: false });

test("P11 a node that is told to stop says so, stores everything, and closes sockets one by one", async ({
  stack,
  ada,
}) => {
  const sessionIds = await Promise.all(Array.from({ length: 6 }, () => stack.newSession(ada.user)));
  const pages = Array.from({ length: 48 }, (_, i) => enter(stack, ada, sessionIds[i % 6] as string));
  await Promise.all(pages.map(({ synced }) => synced));
  for (const page of pages) page.text().insert(0, "x");
  const closedAt: number[] = [];
  const codes = Promise.all(
    pages.map(
      ({ socket }) =>
        new Promise<number>((resolve) =>
          socket.on("close", ({ event }: { event: { code: number } }) => {
            socket.disconnect();
            closedAt.push(Date.now());
            resolve(event.code);
          }),
        ),
    ),
  );
  const from = Date.now();
  const stopped = stack.collab.stop("SIGTERM");
  const statuses: number[] = [];
  while (stack.collab.isRunning() && statuses.length < 5) {
    const status = await fetch(`${stack.collabOrigin}/readyz`).then(
      (response) => response.status,
      () => 0,
    );
    if (status !== 200) statuses.push(status);
  }
  expect(statuses).toEqual([503, 503, 503, 503, 503]);
  expect(new Set(await codes)).toEqual(new Set([1012]));
  await stopped;
  expect(Date.now() - from).toBeLessThan(STOPPED_MS);
  const spread = Math.max(...closedAt) - Math.min(...closedAt);
  // Two seconds and a half, as far as this process had the time to notice each; all at once they would take a moment.
  expect(spread).toBeGreaterThan(1_000);
  for (const sessionId of sessionIds) {
    const stored = await findDocument(stack.db, sessionId);
    expect(stored && decodeFiles(stored)[0]?.content).toBe("x".repeat(8));
  }
  for (const page of pages) page[Symbol.dispose]();
  await stack.collab.restart();
});

test("P11 somebody who was just signing in is sent away too, and keeps no node from stopping", async ({
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using there = enter(stack, ada, sessionId);
  await there.synced;
  const others = Array.from({ length: MAX_CONNECTIONS_PER_USER_AND_DOCUMENT - 1 }, () => enter(stack, ada, sessionId));
  const from = Date.now();
  await stack.collab.restart("SIGTERM");
  expect(Date.now() - from).toBeLessThan(STOPPED_MS);
  await Promise.all([there, ...others].map((page) => until(() => page.provider.isSynced)));
  for (const page of others) page[Symbol.dispose]();
});

test.each(["cut", "hang"] as const)(
  "P1 P11 a node ends itself while Postgres is away (%s), and calls nothing durable",
  async (fault) => {
    using link = await openLink(process.env.TEST_POSTGRES ?? "");
    await using behind = await startStack({ web: false, link });
    const person = await behind.signUp("Ada");
    const sessionId = await behind.newSession(person.user);
    using page = enter(behind, person, sessionId);
    await page.synced;
    page.text().insert(0, "stored");
    await page.durable();
    link[fault]();
    page.text().insert(6, " and not");
    page.provider.sendStateless(JSON.stringify({ type: "mark", n: 99 }));
    await page.sent();
    const from = Date.now();
    const stopped = behind.collab.stop("SIGTERM");
    await until(
      async () =>
        (await fetch(`${behind.collabOrigin}/readyz`).then(
          ({ status }) => status,
          () => 0,
        )) === 503,
    );
    expect(await page.closed).toBe(1012);
    await stopped;
    expect(Date.now() - from).toBeLessThan(STOPPED_MS);
    expect(page.events.filter((event) => event.type === "durable" && event.n === 99)).toEqual([]);
    link.mend();
    // What the page still has is stored once there is a node again.
    await behind.collab.restart();
    await page.durable();
    const stored = await findDocument(behind.db, sessionId);
    expect(stored && decodeFiles(stored)[0]?.content).toBe("stored and not");
  },
);
