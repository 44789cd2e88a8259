import { sql } from "kysely";
import { expect } from "vitest";
import { joinByLink, removeParticipant, setRole } from "../../db/participants.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { adoptGuest, listAdoptedGuests } from "../../db/users.ts";
import { connect } from "../support/connection.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until, within } from "../support/until.ts";

/** Each minute everybody's access is asked again in any case: what changes sooner was changed by the news of it. */
const SOON_MS = 45_000;

const test = stackTest({ web: false });

test("P5 somebody who is removed loses their socket with 4403, the others keep theirs", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await removeParticipant(stack.db, sessionId, grace.user.id);
  expect(await within(SOON_MS, page.closed)).toBe(4403);
  await until(() => owner.events.some(({ type }) => type === "participants-changed"), SOON_MS);
  expect(owner.provider.isSynced).toBe(true);
});

test("P5 a session made private closes the sockets of those who came by link", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user);
  using page = open(grace, sessionId);
  await page.synced;
  await updateSession(stack.db, ada.user.id, sessionId, { visibility: "private" });
  expect(await within(SOON_MS, page.closed)).toBe(4403);
});

test("P5 a deleted session closes everybody's socket with 4404", async ({ stack, ada, grace, open }) => {
  const sessionId = await stack.newSession(ada.user);
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await deleteSession(stack.db, ada.user.id, sessionId);
  expect(await within(SOON_MS, Promise.all([owner.closed, page.closed]))).toEqual([4404, 4404]);
});

test("P5 a sign-in that ends elsewhere closes its sockets with 4401", async ({ stack, open }) => {
  const alan = await stack.signUp("Alan");
  using page = open(alan, await stack.newSession(alan.user));
  await page.synced;
  await deleteOtherSignIns(stack.db, alan.user.id, Buffer.alloc(0));
  expect(await within(SOON_MS, page.closed)).toBe(4401);
});

test("P1 P6 a page is let in as who opened it alone, or as the user that this guest became", async ({
  stack,
  grace,
  open,
}) => {
  const [guest, member] = [await stack.signUp("Guest"), await stack.signUp("Member")];
  await stack.db.updateTable("users").set({ github_id: "4711" }).where("id", "=", member.user.id).execute();
  const sessionId = await stack.newSession(guest.user, { content: "" });
  using page = connect(stack.collabOrigin, sessionId, { ...guest, page: stack.origin, openedBy: guest.user.id });
  using watcher = open(grace, sessionId);
  await Promise.all([page.synced, watcher.synced]);
  page.text().insert(0, "one");
  await page.durable();
  page.socket.disconnect();
  page.text().insert(3, " two");

  const as = ({ cookie }: Person, openedBy: string) =>
    connect(stack.collabOrigin, sessionId, { cookie, page: stack.origin, openedBy, ydoc: page.ydoc });
  {
    using stranger = as(grace, guest.user.id);
    expect(await within(SOON_MS, stranger.refused)).toBe("signed-out");
    using early = as(member, guest.user.id);
    expect(await within(SOON_MS, early.refused)).toBe("signed-out");
  }
  await adoptGuest(stack.db, guest.user.id, member.user.id);
  expect(await listAdoptedGuests(stack.db, { id: member.user.id, guest: false })).toEqual([guest.user.id]);
  expect(await listAdoptedGuests(stack.db, grace.user)).toEqual([]);
  // Under the client id that was the guest's.
  using later = as(member, member.user.id);
  await later.durable();
  await until(() => watcher.text().toString() === "one two", SOON_MS);
  expect(later.events.filter(({ type }) => type === "refused")).toEqual([]);
});

test("P4 a changed role holds at once on the open socket, upwards and downwards", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { linkRole: "viewer" });
  using owner = open(ada, sessionId);
  using page = open(grace, sessionId);
  await Promise.all([owner.synced, page.synced]);
  await setRole(stack.db, sessionId, grace.user.id, "editor");
  await until(() => page.events.some((event) => event.type === "role-changed" && event.role === "editor"), SOON_MS);
  page.text().insert(0, "now I may");
  await until(() => owner.text().toString() === "now I may", SOON_MS);

  await setRole(stack.db, sessionId, grace.user.id, "viewer");
  await until(() => page.events.some((event) => event.type === "role-changed" && event.role === "viewer"), SOON_MS);
  page.text().insert(0, "no more: ");
  // Presence travels the same way, later: once it is there, the update before it was judged.
  page.provider.setAwarenessField("typing", true);
  await until(() => owner.provider.awareness?.getStates().get(page.ydoc.clientID)?.typing, SOON_MS);
  expect(owner.text().toString()).toBe("now I may");
});

test("P5 somebody who is removed while the document is being loaded for them is not let stay", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user, { content: "secret" });
  const another = await stack.newSession(ada.user);
  await joinByLink(stack.db, grace.user, sessionId);
  using listener = open(ada, another);
  await listener.synced;
  using page = await stack.db.transaction().execute(async (trx) => {
    await sql`lock table documents in access exclusive mode`.execute(trx);
    const opening = open(grace, sessionId);
    await until(async () => {
      const { rows } =
        await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
          trx,
        );
      return rows.length > 0;
    });
    await removeParticipant(stack.db, sessionId, grace.user.id);
    // Later news has passed, so that of the removal has, too.
    await updateSession(stack.db, ada.user.id, another, { title: "Another" });
    await until(() => listener.events.some(({ type }) => type === "session-changed"), SOON_MS);
    return opening;
  });
  expect(await within(SOON_MS, page.closed)).toBe(4403);
});

test("P5 P11 access that ended while Postgres did not answer ends as soon as it does", async ({
  stack,
  ada,
  grace,
  open,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await joinByLink(stack.db, grace.user, sessionId);
  using page = open(grace, sessionId);
  await page.synced;
  await stack.db.transaction().execute(async (trx) => {
    await sql`lock table code_sessions in access exclusive mode`.execute(trx);
    await removeParticipant(stack.db, sessionId, grace.user.id);
    await until(() => stack.collab.output().includes("notification not acted upon, trying again"), SOON_MS);
  });
  expect(await within(SOON_MS, page.closed)).toBe(4403);
});
