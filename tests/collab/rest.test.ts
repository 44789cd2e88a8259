import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { HEARTBEAT_MS } from "../../protocol/limits.ts";
import { sumOf } from "../support/metrics.ts";
import type { TestProcess } from "../support/process.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false });

/** Asking Postgres now and then whether it is there comes to 1; one timer of half a second would come to 3. */
const MOST_WAKES_A_SECOND = 2;
const WATCHED_MS = 10_000;

/** How often a node's main thread has gone to sleep because it had nothing to do. */
const wakesOf = ({ pid }: TestProcess) =>
  Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid()}/status`, "utf8"))?.[1]);

test("P11 a node that everybody has left comes to rest, and shows signs of life to whoever comes back", async ({
  stack,
  ada,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const isAlive = ({ events }: ReturnType<typeof open>) => events.some(({ type }) => type === "alive");
  {
    using page = open(ada, sessionId);
    await page.synced;
    page.text().insert(0, "x");
    await page.durable();
    await until(() => isAlive(page));
  }
  await until(async () => (await sumOf(stack.collabOrigin, "tandem_documents")) === 0);
  await sleep(2 * HEARTBEAT_MS);
  const before = wakesOf(stack.collab);
  await sleep(WATCHED_MS);
  expect((wakesOf(stack.collab) - before) / (WATCHED_MS / 1_000)).toBeLessThan(MOST_WAKES_A_SECOND);
  using back = open(ada, sessionId);
  await until(() => isAlive(back));
});
