import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { randomFrom } from "../support/random.ts";
import { chooseCases, type Ground } from "./ground.ts";
import { cpuMs, median, overBare, ownCpuMs, percentile, type Row } from "./measure.ts";
import type { Member } from "./rooms.ts";
import type { Scenario } from "./scenario.ts";
import type { System } from "./systems.ts";

const SETTLE_MS = 400;
const ARRIVAL_TIMEOUT_MS = 5_000;
/** What the server does behind a delivery counts too: it acknowledges, and Tandem writes to its log. */
const BEHIND_MS = 100;
const OPENED_AT_ONCE = 20;

/**
 * Everybody types at once, evenly but for some jitter. In the small cases faster than anybody can: CPU time has to add
 * up to something.
 */
type Case = { label: string; rooms: number; size: number; keysPerSecond: number; carets?: boolean };
/** Measured by nobody: code that has not run yet is slow everywhere. */
const WARM_UP: Case = { label: "warm-up", rooms: 5, size: 4, keysPerSecond: 30, carets: true };
const CASES: Case[] = [
  { label: "1 document × 2 people", rooms: 1, size: 2, keysPerSecond: 50 },
  { label: "1 document × 10 people", rooms: 1, size: 10, keysPerSecond: 10 },
  { label: "1 document × 50 people", rooms: 1, size: 50, keysPerSecond: 2 },
  { label: "1 document × 50 people, carets", rooms: 1, size: 50, keysPerSecond: 2, carets: true },
  { label: "200 documents × 2 people", rooms: 200, size: 2, keysPerSecond: 2 },
];
const ROUNDS = 8;

type Round = { ages: number[]; serverMs: number; clientMs: number; bytes: number; missing: number };

export const typing: Scenario = {
  name: "typing",
  title: "From a keystroke until another person's document holds it",
  async run(ground) {
    const { systems, quick } = ground;
    const cases = chooseCases(ground, CASES, ({ label }) => label);
    for (const system of systems) await measureTyping(system, WARM_UP, ground);
    const lines = cases.flatMap((one) => systems.map((system) => ({ one, system, rounds: [] as Round[] })));
    for (let round = 0; round < (ground.rounds ?? (quick ? 1 : ROUNDS)); round++) {
      // What disturbs the machine for a while meets all systems alike; each round begins with another one.
      for (let i = 0; i < lines.length; i++) {
        const first = i - (i % systems.length);
        const line = lines[first + ((i + round) % systems.length)];
        line?.rounds.push(await measureTyping(line.system, line.one, ground));
      }
    }
    return lines.map(({ one, system, rounds }) => {
      const bare = lines.find((line) => line.one === one && line.system === ground.bare)?.rounds ?? [];
      return toRow(one, system, rounds, bare);
    });
  },
};

/** People type for a while in new rooms, evenly but for some jitter. */
export async function measureTyping(
  system: System,
  { rooms, size, keysPerSecond, carets = false }: Case,
  { quick }: Pick<Ground, "quick">,
): Promise<Round> {
  const ages: number[] = [];
  const members: Member[] = [];
  for (let i = 0; i < rooms; i += OPENED_AT_ONCE) {
    const count = Math.min(OPENED_AT_ONCE, rooms - i);
    const opened = Array.from({ length: count }, () => system.openRoom(size, (ms) => ages.push(ms)));
    members.push(...(await Promise.all(opened)).flat());
  }
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
  const bytesDown = () => members.reduce((sum, member) => sum + member.bytes(), 0);
  const bytesBefore = bytesDown();
  const [serverBefore, clientBefore, startedAt] = [cpuMs(system.processes), ownCpuMs(), performance.now()];
  for (const { member, at } of keys) {
    const early = at - (performance.now() - startedAt);
    // Late or not, what has arrived is looked at before the next key.
    await (early >= 1 ? sleep(early) : nextTurn());
    member.type();
    if (carets) member.publishCaret();
  }
  const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
  while (ages.length < expected && performance.now() < deadline) await sleep(5);
  await sleep(BEHIND_MS);
  const result = {
    ages,
    serverMs: cpuMs(system.processes) - serverBefore,
    clientMs: ownCpuMs() - clientBefore,
    bytes: bytesDown() - bytesBefore,
    missing: expected - ages.length,
  };
  for (const member of members) member[Symbol.dispose]();
  await sleep(SETTLE_MS);
  return result;
}

const perDelivered = (key: "serverMs" | "clientMs" | "bytes", rounds: Round[]) =>
  rounds.map((round) => round[key] / round.ages.length);

/** The middle one of the rounds' values, and for the server's cost against bare Hocuspocus also the range. */
function toRow({ label, keysPerSecond, rooms, size }: Case, system: System, rounds: Round[], bare: Round[]): Row {
  const agesAt = (share: number) => rounds.map(({ ages }) => percentile(ages, share));
  const costs = perDelivered("serverMs", rounds);
  return {
    case: label,
    system: system.name,
    "keys/s": rooms * size * keysPerSecond,
    "p50 ms": median(agesAt(0.5)),
    "p99 ms": median(agesAt(0.99)),
    "server CPU ms per 1,000 delivered": median(costs) * 1_000,
    ...overBare(costs, perDelivered("serverMs", bare)),
    "bytes down a keystroke": median(perDelivered("bytes", rounds)),
    "clients' CPU ms": median(perDelivered("clientMs", rounds)) * 1_000,
    rounds: rounds.length,
    missing: rounds.reduce((sum, { missing }) => sum + missing, 0),
  };
}
