import { expect, test } from "vitest";
import { randomFrom } from "../support/random.ts";
import { isGood, runFaults } from "./fault-run.ts";

test(
  "P1 P2 P11 what was shown as Saved outlives kill -9 of everything, whatever else goes wrong",
  { timeout: 600_000 },
  async () => {
    const { seed } = randomFrom(process.env.SEED);
    console.log(`SEED=${seed}`);
    const report = await runFaults({ seed, seconds: 20, nodes: 3 });
    console.log(JSON.stringify(report));
    expect(isGood(report), `see build/faults/${seed}.log`).toBe(true);
    expect(report.saved).toBeGreaterThan(0);
  },
);
