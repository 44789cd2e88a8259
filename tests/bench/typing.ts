import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "../support/random.ts";
import type { Ground } from "./ground.ts";
import { cpuMs, median, ownCpuMs, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import type { System } from "./systems.ts";

const SETTLE_MS = 400;
const ARRIVAL_TIMEOUT_MS = 5_000;
/** No further round is begun that would take longer in all. */
const BUDGET_MS = 240_000;

/**
 * Everybody types at once, evenly but for some jitter. In the small cases faster than anybody can: CPU time has to add
 * up to something.
 */
type Case = { label: string; rooms: number; size: number; keysPerSecond: number };
/** Measured by nobody: code that has not run yet is slow everywhere. */
const WARM_UP: Case = { label: "warm-up", rooms: 5, size: 4, keysPerSecond: 30 };
const CASES: Case[] = [
  { label: "1 document × 2 people", rooms: 1, size: 2, keysPerSecond: 50 },
  { label: "1 document × 10 people", rooms: 1, size: 10, keysPerSecond: 10 },
  { label: "1 document × 50 people", rooms: 1, size: 50, keysPerSecond: 2 },
  { label: "200 documents × 2 people", rooms: 200, size: 2, keysPerSecond: 2 },
];
const QUICK_CASES: Case[] = [
  { label: "1 document × 2 people", rooms: 1, size: 2, keysPerSecond: 50 },
  { label: "1 document × 25 people", rooms: 1, size: 25, keysPerSecond: 4 },
  { label: "20 documents × 2 people", rooms: 20, size: 2, keysPerSecond: 10 },
];

type Round = { ages: number[]; serverMs: number; clientMs: number; missing: number };

export const typing: Scenario = {
  name: "typing",
  title: "From a keystroke until another person's document holds it",
  async run(ground) {
    const { systems, quick } = ground;
    for (const system of systems) await measureTyping(system, WARM_UP, ground);
    const lines = (quick ? QUICK_CASES : CASES).flatMap((one) =>
      systems.map((system) => ({ one, system, rounds: [] as Round[] })),
    );
    const startedAt = performance.now();
    for (let round = 0; round < (quick ? 1 : 4); round++) {
      const spent = performance.now() - startedAt;
      if (round > 0 && spent + spent / round > BUDGET_MS) break;
      // What disturbs the machine for a while meets all systems alike; each round begins with another one.
      for (let i = 0; i < lines.length; i++) {
        const first = i - (i % systems.length);
        const line = lines[first + ((i + round) % systems.length)];
        line?.rounds.push(await measureTyping(line.system, line.one, ground));
      }
    }
    return lines.map(({ one, system, rounds }) => toRow(one, system, rounds));
  },
};

/** People type for a while in new rooms, evenly but for some jitter. */
export async function measureTyping(
  system: System,
  { rooms, size, keysPerSecond }: Case,
  { quick }: Ground,
): Promise<Round> {
  const ages: number[] = [];
  const members = [];
  for (let i = 0; i < rooms; i++) members.push(...(await system.openRoom(size, (ms) => ages.push(ms))));
  await sleep(SETTLE_MS);
  const seconds = quick ? 1.5 : 2;
  const { random } = randomFrom(1);
  const keys = members
    .flatMap((member) =>
      Array.from({ length: seconds * keysPerSecond }, (_, i) => ({
        member,
        at: ((i + random()) / keysPerSecond) * 1_000,
      })),
    )
    .sort((a, b) => a.at - b.at);
  const expected = keys.length * (size - 1);
  const [serverBefore, clientBefore, startedAt] = [cpuMs(system.processes), ownCpuMs(), performance.now()];
  for (const { member, at } of keys) {
    const early = at - (performance.now() - startedAt);
    // Late or not, what has arrived is looked at before the next key.
    await (early >= 1 ? sleep(early) : nextTurn());
    member.type();
  }
  const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
  while (ages.length < expected && performance.now() < deadline) await sleep(5);
  const result = {
    ages,
    serverMs: cpuMs(system.processes) - serverBefore,
    clientMs: ownCpuMs() - clientBefore,
    missing: expected - ages.length,
  };
  for (const member of members) member[Symbol.dispose]();
  await sleep(SETTLE_MS);
  return result;
}

/** The middle one of the rounds' values, and for the server's cost also the range. */
function toRow({ label, keysPerSecond, rooms, size }: Case, system: System, rounds: Round[]): Row {
  const perThousand = (key: "serverMs" | "clientMs") => rounds.map((round) => (round[key] / round.ages.length) * 1_000);
  const agesAt = (share: number) => rounds.map(({ ages }) => percentile(ages, share));
  const costs = perThousand("serverMs");
  return {
    case: label,
    system: system.name,
    "keys/s": rooms * size * keysPerSecond,
    "p50 ms": median(agesAt(0.5)),
    "p99 ms": median(agesAt(0.99)),
    "server CPU ms per 1,000 delivered": median(costs),
    "lowest round": Math.min(...costs),
    "highest round": Math.max(...costs),
    "clients' CPU ms": median(perThousand("clientMs")),
    rounds: rounds.length,
    missing: rounds.reduce((sum, { missing }) => sum + missing, 0),
  };
}
