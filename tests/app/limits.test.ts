import { expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import { startCluster } from "../support/cluster.ts";
import { prepareProcess } from "../support/process.ts";
import { startRedis } from "../support/redis.ts";

test("P8 P11 two web processes count together, and each for itself while Redis hangs or is away", async () => {
  await using redis = await startRedis();
  await using cluster = await startCluster({ size: 0, redis: redis.url });
  await using webs = new AsyncDisposableStack();
  const origins: string[] = [];
  for (let i = 0; i < 2; i++) {
    const port = await freePort();
    const web = prepareProcess(
      "app/server/server.ts",
      { ...cluster.settings, PORT: String(port) },
      `http://127.0.0.1:${port}`,
    );
    webs.defer(() => web.stop());
    await web.restart();
    origins.push(`http://127.0.0.1:${port}`);
  }
  const comeInAt = async (i: number) => {
    const { status } = await fetch(`${origins[i % 2]}/auth/guest`, {
      method: "POST",
      body: new URLSearchParams({ name: "Ada" }),
      redirect: "manual",
    });
    return status;
  };
  // All within the minute that is counted.
  const statuses = await Promise.all(Array.from({ length: 62 }, (_, i) => comeInAt(i)));
  expect(statuses.toSorted()).toEqual([...Array<number>(60).fill(303), 429, 429]);
  redis.pause();
  expect(await comeInAt(0)).toBe(303);
  redis.resume();
  await redis.kill();
  expect(await comeInAt(1)).toBe(303);
});
