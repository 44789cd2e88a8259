import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { lagMet, measureEventLoopLag } from "../../observe/event-loop-lag.ts";

/** A histogram of so many turns of each length, as Node gives it: by halves of what is left. */
function turnsOf(...lengths: [count: number, length: number][]) {
  const all = lengths.flatMap(([count, length]) => Array.from({ length: count }, () => length)).sort((a, b) => a - b);
  const percentiles = new Map<number, number>([[100, all.at(-1) ?? 0]]);
  for (let above = 100; above > 100 / all.length; above /= 2)
    percentiles.set(100 - above, all[Math.floor(((100 - above) / 100) * all.length)] ?? 0);
  return { count: all.length, percentiles };
}

test("a few long turns among thousands of short ones are what is met", () => {
  // Three seconds of 15, in ten turns.
  expect(lagMet(turnsOf([50_000, 0.1], [10, 300]), 15_000)).toBe(300);
});

test("a turn that hardly anything falls into is not", () => {
  expect(lagMet(turnsOf([50_000, 0.1], [1, 30]), 15_000)).toBeLessThan(1);
});

test("a process at rest keeps nothing waiting, nor does one that has not begun", () => {
  expect(lagMet(turnsOf([20, 1]), 15_000)).toBe(0);
  expect(lagMet({ count: 0, percentiles: new Map([[100, 0]]) }, 15_000)).toBe(0);
});

test("the loop of this process is measured, each time anew", async () => {
  const read = measureEventLoopLag();
  await sleep(10);
  const end = performance.now() + 200;
  while (performance.now() < end);
  await nextTurn();
  await nextTurn();
  expect(read()).toBeGreaterThan(0.15);
  await sleep(1_000);
  expect(read()).toBeLessThan(0.15);
});
