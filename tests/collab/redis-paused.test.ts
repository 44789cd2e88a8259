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
  using adas = open(0, ada);
  using graces = open(1, grace);
  using listener = open(1, ada);
  await Promise.all([adas.synced, graces.synced, listener.synced]);
  redis.pause();
  const pausedAt = Date.now();
  let typed = 0;
  for (; Date.now() - pausedAt < PAUSE_MS; typed++) {
    adas.text().insert(0, "a");
    graces.text().insert(0, "b");
    await Promise.all([adas.durable(), graces.durable()]);
    const shown = graces.text().toString();
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
      adas.text().length === typed * 2 &&
      [graces, listener].every((other) => other.text().toString() === adas.text().toString()),
  );
  expect(Date.now() - back).toBeLessThan(SOON_MS);
});
