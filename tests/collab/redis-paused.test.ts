import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startCluster } from "../support/cluster.ts";
import { connect } from "../support/connection.ts";
import { readMetric } from "../support/metrics.ts";
import { startRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";

const PAUSE_MS = 60_000;
/** Nodes meet every 30 s in any case: sooner, they were brought together by what came back. */
const SOON_MS = 20_000;

test("P11 while Redis stands still for a minute nodes go on, and meet at once after it", async () => {
  await using redis = await startRedis();
  await using cluster = await startCluster({ redis: redis.url });
  const [ada, grace] = [await cluster.signUp("Ada"), await cluster.signUp("Grace")];
  const sessionId = await cluster.newSession(ada.user, { content: "" });
  const open = (nth: number, person: typeof ada) =>
    connect(cluster.nodes[nth]?.origin ?? "", sessionId, { ...person, page: cluster.page });
  using hers = open(0, ada);
  using his = open(1, grace);
  using listener = open(1, ada);
  await Promise.all([hers.synced, his.synced, listener.synced]);
  redis.pause();
  const pausedAt = Date.now();
  let typed = 0;
  for (; Date.now() - pausedAt < PAUSE_MS; typed++) {
    hers.text().insert(0, "a");
    his.text().insert(0, "b");
    await Promise.all([hers.durable(), his.durable()]);
    const shown = his.text().toString();
    await until(() => listener.text().toString() === shown);
    await sleep(400);
  }
  for (const { origin } of cluster.nodes) {
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    expect(await readMetric(origin, "tandem_redis_up")).toBe(0);
  }
  redis.resume();
  const back = Date.now();
  await until(
    () =>
      hers.text().length === typed * 2 &&
      [his, listener].every((other) => other.text().toString() === hers.text().toString()),
  );
  expect(Date.now() - back).toBeLessThan(SOON_MS);
});
