import { sql } from "kysely";
import { expect } from "vitest";
import { listFiles } from "../../protocol/layout.ts";
import { addMessage } from "../../db/messages.ts";
import { joinByLink, removeParticipant } from "../../db/participants.ts";
import { documentCount } from "../support/metrics.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { until, within } from "../support/until.ts";

/** Each minute everybody's access is asked again in any case. */
const SOON_MS = 45_000;

const test = stackTest({ web: false, isWired: true }).extend(
  "cutBus",
  { scope: "file" },
  ({ stack }) =>
    () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tandem bus' and datname = current_database()`.execute(
        stack.db,
      ),
);

test.beforeEach(({ postgres }) => postgres.mend());

test.for(["cut", "hang"] as const)(
  "P9 P11 while Postgres is away (%s) a document is unavailable, and opens once it is back",
  async (fault, { postgres, stack, ada, open }) => {
    const sessionId = await stack.newSession(ada.user, { content: "kept" });
    postgres[fault]();
    using page = open(ada, sessionId);
    expect(await page.refused).toBe("unavailable");
    expect(listFiles(page.ydoc)).toEqual([]);
    expect(await documentCount(stack.collabOrigin)).toBe(0);
    postgres.mend();
    const timer = setInterval(() => {
      if (page.provider.isSynced) return;
      page.provider.detach();
      page.provider.attach();
    }, 1_000);
    await page.synced.finally(() => clearInterval(timer));
    await until(() => listFiles(page.ydoc).length > 0);
    expect(page.text().toString()).toBe("kept");
  },
);

test.for(["cut", "hang"] as const)(
  "P11 people in a document go on while Postgres is away (%s), and nothing of it is lost after",
  async (fault, { postgres, stack, ada, grace, open }) => {
    const sessionId = await stack.newSession(ada.user);
    {
      using adas = open(ada, sessionId);
      using graces = open(grace, sessionId);
      await Promise.all([adas.synced, graces.synced]);
      postgres[fault]();
      adas.text().insert(0, "typed while it was away");
      await until(() => graces.text().toString() === "typed while it was away");
      await adas.sent();
    }
    // Nobody is left, and the store has been tried in vain: the document has to wait in memory.
    await until(async () => (await documentCount(stack.collabOrigin)) === 1);
    postgres.mend();
    await until(async () => (await documentCount(stack.collabOrigin)) === 0);
    using fresh = open(grace, sessionId);
    await fresh.synced;
    expect(fresh.text().toString()).toBe("typed while it was away");
  },
);

test("P5 P11 what happened while the bus was cut is caught up with: access ends, pages are told to refetch", async ({
  stack,
  ada,
  grace,
  open,
  cutBus,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await joinByLink(stack.db, grace.user, sessionId);
  using adas = open(ada, sessionId);
  using graces = open(grace, sessionId);
  await Promise.all([adas.synced, graces.synced]);
  await cutBus();
  const [removed] = [
    await removeParticipant(stack.db, sessionId, grace.user.id),
    await addMessage(stack.db, { id: newId(), sessionId, userId: ada.user.id, body: "missed" }),
  ];
  expect(removed).toBe(true);
  expect(await within(SOON_MS, graces.closed)).toBe(4403);
  await until(() => adas.events.some(({ type }) => type === "refetch"));
  await addMessage(stack.db, { id: newId(), sessionId, userId: ada.user.id, body: "heard again" });
  await until(() =>
    adas.events.some((event) => event.type === "message-added" && event.message.body === "heard again"),
  );
});

test("P5 access that ends while a document is still being loaded holds as soon as it is", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await joinByLink(stack.db, grace.user, sessionId);
  const elsewhere = await stack.newSession(ada.user);
  using witness = open(ada, elsewhere);
  await witness.synced;
  using page = open(grace, sessionId);
  await stack.db.transaction().execute(async (trx) => {
    await sql`lock table documents in access exclusive mode`.execute(trx);
    await until(() => page.provider.isAuthenticated);
    await removeParticipant(stack.db, sessionId, grace.user.id);
    await addMessage(stack.db, { id: newId(), sessionId: elsewhere, userId: ada.user.id, body: "later" });
    await until(() => witness.events.some(({ type }) => type === "message-added"));
  });
  expect(await within(SOON_MS, page.closed)).toBe(4403);
});
