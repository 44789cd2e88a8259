import { expect, test } from "vitest";
import { Pace, PACE_BURST, PACE_MS } from "../../collab/log/pace.ts";

/** How long each of them waits, where the next is wanted so many ms after the one before it was. */
function waits(everyMs: number, count: number): number[] {
  const pace = new Pace();
  let now = 0;
  return Array.from({ length: count }, (_, nth) => {
    const wantedAt = 1_000 + nth * everyMs;
    now = Math.max(now, wantedAt);
    now += Math.max(0, pace.waitMs(now));
    pace.begin(now);
    return now - wantedAt;
  });
}

test("L3 nobody waits for the pace while no more ask than it allows", () => {
  expect(Math.max(...waits(PACE_MS, 1_000))).toBe(0);
});

test("L3 a few at once wait for nothing, and those behind them for their turn", () => {
  const all = waits(0, PACE_BURST + 3);
  expect(all.filter((ms) => ms === 0)).toHaveLength(PACE_BURST);
  expect(all.slice(PACE_BURST)).toEqual([PACE_MS, 2 * PACE_MS, 3 * PACE_MS]);
});

test("L3 after a pause a few wait for nothing again", () => {
  const pace = new Pace();
  for (let i = 0; i < PACE_BURST; i++) pace.begin(0);
  expect(pace.waitMs(0)).toBe(PACE_MS);
  expect(pace.waitMs(PACE_BURST * PACE_MS)).toBeLessThanOrEqual(0);
});
