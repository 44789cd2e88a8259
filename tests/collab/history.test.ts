import { expect } from "vitest";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import { readEnv } from "../../collab/env.ts";
import { startCollab } from "../../collab/server.ts";
import { freePort } from "../support/free-port.ts";
import { adoptGuest } from "../../db/users.ts";
import { connect } from "../support/connection.ts";
import { historyOf, rowsOf } from "../support/log-rows.ts";
import { AUTH_SECRET } from "../support/person.ts";
import { randomFrom } from "../support/random.ts";
import { stackTest } from "../support/stack-test.ts";
import type { Person } from "../support/stack.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false })
  /** The text that the history and the log make, from nothing. */
  .extend("replay", { scope: "file" }, ({ stack }) => async (sessionId: string): Promise<string> => {
    const ydoc = new Y.Doc();
    for (const { update } of [...(await historyOf(stack, sessionId)), ...(await rowsOf(stack, sessionId))])
      Y.applyUpdate(ydoc, update);
    return listFiles(ydoc)[0]?.text.toString() ?? "";
  });

test("L8 history and log hold every edit with its author and time, and make the text again from nothing", async ({
  stack,
  open,
  storedText,
  replay,
}) => {
  const { below, seed } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  const people = await Promise.all(["Ada", "Grace", "Edsger"].map((name) => stack.signUp(name)));
  const [ada] = people as [Person];
  const sessionId = await stack.newSession(ada.user, { content: "a text to begin with" });
  const from = Date.now() - 1_000;
  let committed = 0;
  for (let visit = 0; visit < 3; visit++) {
    const pages = people.map((person) => open(person, sessionId));
    await Promise.all(pages.map(({ synced }) => synced));
    for (let i = 0; i < 40; i++) {
      const page = pages[below(pages.length)] as (typeof pages)[number];
      const text = page.text();
      if (below(3) === 0 && text.length > 5) text.delete(below(text.length - 3), 1 + below(3));
      else text.insert(below(text.length + 1), `${visit}.${i} `);
      if (below(3) !== 0) continue;
      await page.durable();
      committed++;
    }
    await Promise.all(pages.map((page) => page.durable()));
    for (const page of pages) page[Symbol.dispose]();
    await until(async () => (await storedText(sessionId)) === (await replay(sessionId)));
  }
  const rows = [...(await historyOf(stack, sessionId)), ...(await rowsOf(stack, sessionId))];
  expect(new Set(rows.map(({ author_id }) => author_id))).toEqual(new Set(people.map(({ user }) => user.id)));
  for (const { created_at } of rows) {
    expect(created_at.getTime()).toBeGreaterThan(from);
    expect(created_at.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  }
  // An edit that was waited for shares its row with none that came after.
  expect(rows.length).toBeGreaterThanOrEqual(committed);
});

test("L8 history goes with its session, loses the name of who is gone, and follows a guest to the user", async ({
  stack,
  open,
  storedText,
  replay,
}) => {
  const [owner, guest, member] = (await Promise.all(
    ["Owner", "Guest", "Member"].map((name) => stack.signUp(name)),
  )) as [Person, Person, Person];
  const sessionId = await stack.newSession(owner.user, { content: "" });
  {
    using adas = open(guest, sessionId);
    await adas.synced;
    for (let i = 0; i < 60; i++) {
      adas.text().insert(0, "g");
      await adas.durable();
    }
  }
  await until(async () => (await rowsOf(stack, sessionId)).length === 0);
  {
    using adas = open(guest, sessionId);
    await adas.synced;
    adas.text().insert(0, "G");
    await adas.durable();
  }
  const authors = async () => {
    const [log, history] = [await rowsOf(stack, sessionId), await historyOf(stack, sessionId)];
    return [log, history].map((rows) => new Set(rows.map(({ author_id }) => author_id)));
  };
  await adoptGuest(stack.db, guest.user.id, member.user.id);
  expect(await authors()).toEqual([new Set([member.user.id]), new Set([owner.user.id, member.user.id])]);
  await stack.db.deleteFrom("users").where("id", "=", member.user.id).execute();
  expect(await authors()).toEqual([new Set([null]), new Set([owner.user.id, null])]);
  expect(await replay(sessionId)).toBe(`G${"g".repeat(60)}`);
  expect(await storedText(sessionId)).toBe(`G${"g".repeat(60)}`);
  await stack.db.deleteFrom("code_sessions").where("id", "=", sessionId).execute();
  expect([await rowsOf(stack, sessionId), await historyOf(stack, sessionId)]).toEqual([[], []]);
});

test("L1 an edit that came from no connection is logged too, before anything that builds on it", async ({
  stack,
  storedText,
}) => {
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "one" });
  const port = await freePort();
  const settings = {
    NODE_ENV: "test",
    DATABASE_URL: stack.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: stack.origin,
    HOST: "127.0.0.1",
    COLLAB_PORT: String(port),
    LOG_LEVEL: "silent",
  };
  const node = await startCollab(readEnv(settings as unknown as NodeJS.ProcessEnv));
  using page = connect(`http://127.0.0.1:${port}`, sessionId, { cookie: ada.cookie, page: stack.origin });
  await page.synced;
  // As another node's edit would arrive.
  const ours = await node.hocuspocus.openDirectConnection(sessionId);
  await ours.transact((ydoc) => void listFiles(ydoc)[0]?.text.insert(3, " two"));
  await until(() => page.text().toString() === "one two");
  page.text().insert(5, "(inside)");
  await page.durable();
  const rows = await stack.db
    .selectFrom("document_updates")
    .select(["relayed", "author_id"])
    .where("session_id", "=", sessionId)
    .orderBy("sequence")
    .execute();
  expect(rows).toEqual([
    { relayed: true, author_id: null },
    { relayed: false, author_id: ada.user.id },
  ]);
  expect(await storedText(sessionId)).toBe("one t(inside)wo");
  await ours.disconnect();
  await node.stop();
});
