/** Loops that hold up everything are ended, and others are not. */
import { expect, test, vi } from "vitest";
import { LoopGuard } from "../../../../app/runner/preview/loop-guard.ts";

test("what runs without a break is ended after two seconds, and whoever catches that is ended, too", async () => {
  const onOver = vi.fn();
  const { turn } = new LoopGuard(onOver);
  const begunAt = performance.now();
  const forever = () => {
    for (;;) turn();
  };
  expect(forever).toThrow("this loop ran for more than 2 s");
  expect(performance.now() - begunAt).toBeGreaterThan(2_000);
  expect(turn).toThrow();
  expect(turn).toThrow();
  expect(onOver).toHaveBeenCalledOnce();
  // What runs next begins anew.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(turn).not.toThrow();
});

test("a loop whose turns are long is ended in time", () => {
  const { turn } = new LoopGuard(() => {});
  const begunAt = performance.now();
  expect(() => {
    for (;;) {
      turn();
      for (const until = performance.now() + 100; performance.now() < until;);
    }
  }).toThrow();
  expect(performance.now() - begunAt).toBeLessThan(4_000);
});
