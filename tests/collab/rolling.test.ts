import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { freePort } from "../support/free-port.ts";
import { startCluster } from "../support/cluster.ts";
import { connect, type Connection } from "../support/connection.ts";
import { prepareProcess } from "../support/process.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";

const SESSIONS = 10;
const PEOPLE_EACH = 3;
const PAUSE_MS = 200;

/** Somebody who types a word again and again, and how long they have waited at the most for one to be durable. */
function typist(page: Connection, name: string) {
  const controller = new AbortController();
  let [words, longestMs] = [0, 0];
  async function type() {
    while (!controller.signal.aborted) {
      const startedAt = Date.now();
      page.text().insert(page.text().length, `${name}.${words++};`);
      await page.durable();
      longestMs = Math.max(longestMs, Date.now() - startedAt);
      await sleep(PAUSE_MS);
    }
  }
  const typing = type();
  return {
    page,
    /** How many words they have typed, all but the last of them saved. */
    count: () => words,
    /** Stops typing: all words that were shown as saved, and the longest wait. */
    async stop() {
      controller.abort();
      await typing;
      return { words: Array.from({ length: words }, (_, i) => `${name}.${i};`), longestMs };
    },
  };
}

/** Resolves when each of them has had a word saved, and has begun another. */
async function everybodyTypes(typists: ReturnType<typeof typist>[]) {
  const before = typists.map((each) => each.count());
  await until(() => typists.every((each, i) => each.count() >= (before[i] ?? 0) + 2));
}

test("P1 P11 while three nodes restart in turn thirty people type, lose nothing, and wait for none", async () => {
  await using redis = await startRedis();
  const port = await freePort();
  const page = `http://localhost:${port}`;
  await using cluster = await startCluster({ size: 3, redis: redis.url, page });
  const COLLAB_NODES = cluster.nodes.map(({ origin }) => new URL(origin).host).join(",");
  const web = prepareProcess("app/server/server.ts", { ...cluster.settings, PORT: String(port), COLLAB_NODES }, page);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => web.stop());
  await web.restart();
  const owner = await cluster.signUp("Ada");
  const sessions = await Promise.all(
    Array.from({ length: SESSIONS }, () => cluster.newSession(owner.user, { content: "" })),
  );
  const typists = await Promise.all(
    Array.from({ length: SESSIONS * PEOPLE_EACH }, async (_, i) => {
      const connection = stack.use(connect(page, sessions[i % SESSIONS] ?? "", await cluster.signUp(`P${i}`)));
      await connection.synced;
      return typist(connection, `P${i}`);
    }),
  );

  for (const node of cluster.nodes) {
    await everybodyTypes(typists);
    await node.restart("SIGTERM");
  }
  await everybodyTypes(typists);
  const results = await Promise.all(typists.map((each) => each.stop()));

  expect(Math.max(...results.map(({ longestMs }) => longestMs))).toBeLessThan(20_000);
  for (const [i, sessionId] of sessions.entries()) {
    const own = typists.filter((_, seat) => seat % SESSIONS === i);
    const words = results.filter((_, seat) => seat % SESSIONS === i).flatMap((result) => result.words);
    const [first] = own;
    const texts = await until(() => {
      const all = own.map((each) => each.page.text().toString());
      return all.every((text) => text === all[0]) && all;
    });
    expect(texts[0]?.match(/P\d+\.\d+;/g)?.sort()).toEqual(words.sort());
    const stored = await findDocument(cluster.db, sessionId);
    expect(stored && decodeFiles(stored)[0]?.content).toBe(first?.page.text().toString());
  }
});
