import { expect } from "vitest";
import { MAX_DOCUMENT_BYTES, NEARLY_FULL_BYTES } from "../../protocol/limits.ts";
import type { Connection } from "../support/connection.ts";
import { rowsOf } from "../support/log-rows.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const MB = 1024 * 1024;

const textOfSize = (bytes: number) => "0123456789abcde\n".repeat(bytes / 16);
const refusals = ({ events }: Connection) =>
  events.flatMap((event) => (event.type === "refused" ? [event.reason] : []));

const fullness = ({ events }: Connection) =>
  events.flatMap((event) => (event.type === "nearly-full" ? [event.bytes] : []));

const test = stackTest({ web: false });

/** Sends everything again until a mark is answered: at once, and whenever it is refused. */
async function sendAgain(page: Connection, mark: number) {
  const isDurable = () => page.events.some((event) => event.type === "durable" && event.n === mark);
  while (!isDurable()) {
    const { length } = refusals(page);
    page.provider.forceSync();
    // A mark belongs to a connection, and a busy test may have lost its own.
    page.provider.sendStateless(JSON.stringify({ type: "mark", n: mark }));
    await until(() => isDurable() || refusals(page).length > length);
  }
}

test("a document of 5 MB opens, and one more key in it costs as many bytes of log as in an empty one", async ({
  stack,
  ada,
  open,
}) => {
  const costs: number[] = [];
  for (const content of ["", textOfSize(5 * MB)]) {
    const sessionId = await stack.newSession(ada.user, { content });
    using page = open(ada, sessionId);
    await page.synced;
    expect(page.text().length).toBe(content.length);
    page.text().insert(Math.floor(content.length / 2), "k");
    await page.durable();
    const rows = await rowsOf(stack, sessionId);
    costs.push(rows.reduce((sum, { update }) => sum + update.byteLength, 0));
  }
  const [empty, large] = costs as [number, number];
  expect(large).toBeLessThan(empty + 20);
  expect(large).toBeLessThan(100);
});

test("L4 a document that fills up says so, and takes what did not fit once there is room", async ({
  stack,
  ada,
  grace,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: textOfSize(7 * MB) });
  using page = open(ada, sessionId);
  using other = open(grace, sessionId);
  await Promise.all([page.synced, other.synced]);
  expect([fullness(page), refusals(page)]).toEqual([[], []]);

  page.text().insert(0, textOfSize(2 * MB));
  await until(() => fullness(page).length > 0 && fullness(other).length > 0);
  expect(fullness(page)[0]).toBeGreaterThan(NEARLY_FULL_BYTES);
  await page.durable();

  page.text().insert(0, textOfSize(2 * MB));
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 100 }));
  await until(() => refusals(page).includes("too-large"));
  other.text().insert(0, "b");
  await other.durable();
  expect(page.events.filter((event) => event.type === "durable" && event.n === 100)).toEqual([]);
  await until(() => page.text().length === 11 * MB + 1);
  expect((await storedText(sessionId))?.length).toBe(9 * MB + 1);
  expect(refusals(other)).toEqual([]);

  // Somebody else makes room; the page sends again what it still has.
  other.text().delete(other.text().length - 4 * MB, 4 * MB);
  await other.durable();
  await sendAgain(page, 100);
  await until(() => other.text().length === page.text().length);
  expect(other.text().toString()).toBe(page.text().toString());
  expect((await storedText(sessionId))?.length).toBe(7 * MB + 1);
  await until(() => (fullness(page).at(-1) ?? Infinity) < NEARLY_FULL_BYTES);
});

test("L4 what is refused for its size does not keep its sender from deleting, which makes room for it", async ({
  stack,
  ada,
  open,
  storedText,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: textOfSize(9 * MB) });
  using page = open(ada, sessionId);
  await page.synced;
  await until(() => fullness(page).length > 0);
  page.text().insert(0, textOfSize(3 * MB));
  page.provider.sendStateless(JSON.stringify({ type: "mark", n: 1 }));
  await until(() => refusals(page).includes("too-large"));
  page.text().delete(4 * MB, 6 * MB);
  await sendAgain(page, 1);
  expect(await storedText(sessionId)).toBe(page.text().toString());
  expect(page.text().length).toBeLessThan(MAX_DOCUMENT_BYTES);
});
