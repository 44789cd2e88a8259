/** Runs across nodes: output is rows and their news, for which Postgres is enough. */
import type { Page } from "playwright/test";
import { expect, test } from "../../support/apart-test.ts";
import { readMetric } from "../../support/metrics.ts";
import { openOutput, output, runButton, runState, stopButton } from "../../support/run-panel.ts";

const content = `const name = await prompt("Name?");
console.log(\`Hello \${name}\`);
let n = 0;
setInterval(() => console.log(\`tick \${n++}\`), 50);
`;

const input = (page: Page) => page.getByLabel("Input for the program");

/** Runs the session's program on the first page to its stop, and sees on both what it does. */
async function runSeenByBoth(a: Page, b: Page, name: string) {
  await runButton(a).click();
  await openOutput(b);
  await expect(runState(a)).toHaveText("Waits for your input");
  await expect(runState(b)).toHaveText("Waits for Ada's input");
  await expect(output(b)).toContainText("Name?");
  await expect(input(b)).toHaveCount(0);
  await input(a).fill(name);
  await input(a).press("Enter");
  for (const page of [a, b]) {
    await expect(output(page)).toContainText(`Hello ${name}\ntick 0\ntick 1\n`);
    await expect(runState(page)).toHaveText(/^Running/);
  }
  await stopButton(a).click();
  for (const page of [a, b]) await expect(runState(page)).toHaveText(/^Stopped after/);
  const written = await output(a).textContent();
  await expect.poll(() => output(b).textContent()).toBe(written);
}

test("P11 P16 a run is seen live on another node, with who is asked and its end, also while Redis is away", async ({
  apart,
  sites: { cluster, redis },
}) => {
  const { a, b, complaints } = await apart({ content });
  await runSeenByBoth(a, b, "Lovelace");
  await redis.kill();
  for (const { origin } of cluster.nodes) await expect.poll(() => readMetric(origin, "tandem_redis_up")).toBe(0);
  await runSeenByBoth(a, b, "Byron");
  await b.reload();
  await openOutput(b);
  await expect(output(b)).toContainText("Hello Byron\ntick 0\n");
  await expect(b.getByLabel("Which run is shown").locator("option")).toHaveCount(2);
  await redis.start();
  for (const { origin } of cluster.nodes) await expect.poll(() => readMetric(origin, "tandem_redis_up")).toBe(1);
  await runSeenByBoth(a, b, "King");
  expect(complaints.flat()).toEqual([]);
});
