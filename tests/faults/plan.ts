/** What goes wrong when in a run: a seed gives the same plan each time, though not the same race that it hits. */
import type { randomFrom } from "../support/random.ts";

const DATABASE_FAULTS = [
  "crash-postgres",
  "slow-commits",
  "slow-link",
  "cut-link",
  "hang-link",
  "end-backends",
] as const;
const REDIS_FAULTS = ["kill-redis", "pause-redis", "drop-subscribers"] as const;
const OTHER_FAULTS = ["stop-node", "kill-writer", "leave-document"] as const;

export type FaultKind =
  "kill-node" | "kill-all-nodes" | (typeof DATABASE_FAULTS | typeof REDIS_FAULTS | typeof OTHER_FAULTS)[number];

export type Fault = {
  /** Milliseconds from the beginning. */
  at: number;
  kind: FaultKind;
  /** Which of several it meets, in [0, 1). */
  whom: number;
  /** How long or how much, in [0, 1). */
  amount: number;
  /** The share of writers that are killed in the same moment. */
  writers: number;
};

/** A node, or all of them, is killed every 1.5 to 4 s; something else happens every 0.8 to 2.3 s. */
export function planFaults(
  { below, random }: ReturnType<typeof randomFrom>,
  { seconds, hasRedis }: { seconds: number; hasRedis: boolean },
): Fault[] {
  const others = [...DATABASE_FAULTS, ...OTHER_FAULTS, ...(hasRedis ? REDIS_FAULTS : [])];
  const fault = (at: number, kind: FaultKind): Fault => ({
    at,
    kind,
    whom: random(),
    amount: random(),
    writers: random() < 0.4 ? 0 : random() < 0.5 ? 1 : random(),
  });
  const faults: Fault[] = [];
  for (let at = 1_500 + below(2_500); at < seconds * 1_000; at += 1_500 + below(2_500))
    faults.push(fault(at, random() < 0.25 ? "kill-all-nodes" : "kill-node"));
  for (let at = 1_000; at < seconds * 1_000; at += 800 + below(1_500))
    faults.push(fault(at, others[below(others.length)] as FaultKind));
  return faults.sort((a, b) => a.at - b.at);
}
