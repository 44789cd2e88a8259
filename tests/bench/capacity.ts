import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Ask, Seat } from "./capacity-load.ts";
import { chooseCases, type Ground } from "./ground.ts";
import { cpuMs, median, overBare, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";
import type { System } from "./systems.ts";

const DOCUMENTS = 100;
const SIZE = 2;
const FIRST_RATE = 1_000;
const STEP = 1.3;
/** Behind the first rate that was too much: between it and the last one that was not. */
const LAST_STEP = 1.14;
const MOST_P99_MS = 100;
/** What the load generator has to send of what it was asked for. */
const SENT_SHARE = 0.97;
const RUNS = 5;

type Step = { rate: number; p99: number; serverShare: number; loadShare: number };
type Line = { system: System; seats: () => Promise<Seat[]>; runs: Step[] };

export const capacity: Scenario = {
  name: "capacity",
  title: `The most updates a second with p99 below ${MOST_P99_MS} ms, ${DOCUMENTS} documents × ${SIZE} people`,
  async run(ground) {
    const lines = chooseCases(ground, linesOf(ground), ({ system }) => system.name);
    for (let run = 0; run < (ground.rounds ?? (ground.quick ? 1 : RUNS)); run++) {
      for (let i = 0; i < lines.length; i++) {
        const line = lines[(i + run) % lines.length];
        line?.runs.push(await climb(line, ground));
      }
    }
    const rates = ({ runs }: Line) => runs.map(({ rate }) => rate);
    const bare = lines.find(({ system }) => system === ground.bare);
    return lines.map((line): Row => {
      const of = (key: keyof Step) => median(line.runs.map((step) => step[key]));
      return {
        system: line.system.name,
        "updates/s": of("rate"),
        ...overBare(rates(line), bare ? rates(bare) : []),
        "p99 ms there": of("p99"),
        "server's CPU, %": of("serverShare") * 100,
        "load generator's CPU, %": of("loadShare") * 100,
        runs: line.runs.length,
      };
    });
  },
};

/** Where everybody sits: nobody has more than one connection, since what a user may take of a node is limited. */
function linesOf({ relay, bare, tandem, stack, people }: Ground): Line[] {
  const places = async (newDocument: () => Promise<string>, seat: (name: string, nth: number) => Seat) => {
    const names = await Promise.all(Array.from({ length: DOCUMENTS }, newDocument));
    return names.flatMap((name, room) => Array.from({ length: SIZE }, (_, i) => seat(name, room * SIZE + i)));
  };
  return [
    {
      system: relay,
      seats: () =>
        places(
          async () => randomUUID(),
          (name) => ({ kind: "relay", origin: relay.origin, name }),
        ),
      runs: [],
    },
    {
      system: bare,
      seats: () => places(bare.newDocument, (name) => ({ kind: "document", origin: bare.origin, name })),
      runs: [],
    },
    {
      system: tandem,
      seats: () =>
        places(tandem.newDocument, (name, nth) => ({
          kind: "document",
          origin: stack.collabOrigin,
          name,
          page: stack.origin,
          cookie: people[nth]?.cookie,
        })),
      runs: [],
    },
  ];
}

/** Asks for more and more until it is too much; returns the last that was not. */
async function climb({ system, seats }: Line, { quick }: Ground): Promise<Step> {
  const load = fork(new URL("capacity-load.ts", import.meta.url), { execArgv: [] });
  const ended = once(load, "exit");
  const ask = async (question: Ask): Promise<Answer> => {
    const answered = once(load, "message") as Promise<[Answer]>;
    load.send(question);
    const [answer] = await Promise.race([answered, ended.then(() => Promise.reject(new Error("The load has ended.")))]);
    return answer;
  };
  try {
    await ask({ kind: "open", seats: await seats() });
    const seconds = quick ? 2 : 3.5;
    let best = { rate: 0, p99: NaN, serverShare: NaN, loadShare: NaN };
    const holds = async (rate: number) => {
      const [before, at] = [cpuMs(system.processes), performance.now()];
      const { sent, missing, p99, loadShare } = await ask({ kind: "type", rate, seconds });
      const serverShare = (cpuMs(system.processes) - before) / (performance.now() - at);
      if (missing > 0 || p99 > MOST_P99_MS || sent < rate * seconds * SENT_SHARE) return false;
      best = { rate, p99, serverShare, loadShare };
      return true;
    };
    await ask({ kind: "type", rate: FIRST_RATE, seconds });
    let rate = FIRST_RATE;
    // What was too much once may have been the machine's other work; and it may still be on its way.
    const holdsOrAgain = async () => (await holds(rate)) || (await sleep(1_000), holds(rate));
    while (await holdsOrAgain()) rate *= STEP;
    await sleep(1_000);
    if (best.rate > 0) await holds(best.rate * LAST_STEP);
    return best;
  } finally {
    if (load.connected) load.disconnect();
    await ended;
  }
}
