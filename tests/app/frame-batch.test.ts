import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FrameBatch } from "../../app/routes/sessions.$sessionId/connection/frame-batch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function batch() {
  const delivered: number[][] = [];
  return { delivered, frames: new FrameBatch<number>((some) => void delivered.push(some)) };
}

test("what comes after a pause is delivered at once, and a crowd at most 25 times a second, in order", () => {
  const { delivered, frames } = batch();
  for (let n = 0; n < 1_000; n++) {
    frames.add(n);
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1_000);
  expect(delivered[0]).toEqual([0]);
  expect(delivered.length).toBeLessThanOrEqual(26);
  expect(delivered.flat()).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  frames.add(1_000);
  expect(delivered.at(-1)).toEqual([1_000]);
});

test("what waits is delivered before what must not overtake it, and forgotten when nobody is there any more", () => {
  const { delivered, frames } = batch();
  for (const n of [0, 1, 2]) frames.add(n);
  frames.flush();
  expect(delivered).toEqual([[0], [1, 2]]);
  frames.flush();
  frames.add(3);
  frames.clear();
  vi.advanceTimersByTime(1_000);
  expect(delivered).toEqual([[0], [1, 2]]);
});

test("a delivery that adds a frame is not called again by it", () => {
  const delivered: number[][] = [];
  const frames = new FrameBatch<number>((some) => {
    delivered.push(some);
    if (delivered.length === 1) frames.add(1);
  });
  frames.add(0);
  expect(delivered).toEqual([[0]]);
  vi.advanceTimersByTime(40);
  expect(delivered).toEqual([[0], [1]]);
});
