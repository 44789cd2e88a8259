import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type Connection } from "../support/connection.ts";
import type { Flood } from "../support/flooder.ts";
import { root } from "../support/root.ts";
import type { Ground } from "./ground.ts";
import { cpuMs, percentile, type Row } from "./measure.ts";
import type { Scenario } from "./scenario.ts";

const KEY_MS = 50;
const floods: { label: string; kind: Flood["kind"]; sockets?: number }[] = [
  { label: "updates", kind: "updates" },
  { label: "updates, ten sockets", kind: "updates", sockets: 10 },
  { label: "presence", kind: "awareness" },
  { label: "marks", kind: "marks" },
  { label: "unknown types", kind: "unknown" },
  { label: "malformed frames", kind: "malformed" },
  { label: "SyncStep1, never read", kind: "questions" },
  { label: "large frames", kind: "large" },
  { label: "pings", kind: "pings" },
  { label: "leaving and opening", kind: "doors" },
  { label: "new sockets", kind: "storm" },
];

/** What one person can do to the others: each flood comes from a process of its own, straight to the collab node. */
export const hostile: Scenario = {
  name: "hostile",
  title: "One person floods a node, two others type in the same document and two in another one",
  async run(ground) {
    const rows: Row[] = [];
    for (const flood of floods) rows.push(await measureFlood(ground, flood));
    return rows;
  },
};

async function measureFlood(
  { stack, quick }: Ground,
  { label, kind, sockets = 1 }: (typeof floods)[number],
): Promise<Row> {
  const [ada, grace, flooder] = [await stack.signUp("Ada"), await stack.signUp("Grace"), await stack.signUp("Flooder")];
  // Large enough for an answer to weigh something.
  const [same, other] = [
    await stack.newSession(ada.user, { content: "some text of a line\n".repeat(50_000) }),
    await stack.newSession(ada.user),
  ];
  using pages = new DisposableStack();
  const pair = async (sessionId: string) => {
    const both = [ada, grace].map(({ cookie }) =>
      pages.use(connect(stack.collabOrigin, sessionId, { cookie, page: stack.origin })),
    ) as [Connection, Connection];
    await Promise.all(both.map(({ synced }) => synced));
    return both;
  };
  const [here, there] = [await pair(same), await pair(other)];
  let closed = 0;
  for (const page of [...here, ...there]) void page.closed.then(() => closed++);
  const before = await Promise.all([typeFor(here, quick ? 2_000 : 10_000), typeFor(there, quick ? 2_000 : 10_000)]);
  const ms = quick ? 5_000 : 60_000;
  const [rss, log, cpu] = [memory(stack.collab.pid()), stack.collab.output().length, cpuMs([stack.collab])];
  const wish: Flood = {
    kind,
    sockets,
    ms: ms + 2_000,
    collabOrigin: stack.collabOrigin,
    origin: stack.origin,
    cookie: flooder.cookie,
    sessionId: same,
  };
  const child = spawn(process.execPath, ["tests/support/flooder.ts", JSON.stringify(wish)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await sleep(1_000);
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, memory(stack.collab.pid()) - rss)), 100);
  const during = await Promise.all([typeFor(here, ms), typeFor(there, ms)]);
  clearInterval(watch);
  const used = cpuMs([stack.collab]) - cpu;
  await ended;
  const [p95Here, p95There] = during.map((waits) => percentile(waits, 0.95)) as [number, number];
  const [calmHere, calmThere] = before.map((waits) => percentile(waits, 0.95)) as [number, number];
  return {
    flood: label,
    "frames sent": (JSON.parse(said.trim().split("\n").at(-1) ?? "{}") as { sent?: number }).sent ?? NaN,
    "other document, p95 ms": p95There,
    before: calmThere,
    "same document, p95 ms": p95Here,
    "before it": calmHere,
    "sockets lost": closed,
    "MB more": most / 1e6,
    "kB of log": (stack.collab.output().length - log) / 1e3,
    "node's CPU, %": (used / ms) * 100,
  };
}

const memory = (pid: number) =>
  Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)?.[1]) * 1_024;

/**
 * One types into a document, and the other one waits for it: how long each key took, one that did not come as long as
 * was waited.
 */
async function typeFor([typist, reader]: [Connection, Connection], ms: number): Promise<number[]> {
  const waits: number[] = [];
  const typedAt = new Map<string, number>();
  const word = crypto.randomUUID().slice(0, 8);
  const text = reader.text();
  const look = (event: { delta: { insert?: unknown }[] }) => {
    for (const { insert } of event.delta) {
      for (const key of typeof insert === "string" ? (insert.match(new RegExp(`${word}-\\d+;`, "g")) ?? []) : []) {
        const at = typedAt.get(key);
        if (at !== undefined) waits.push(performance.now() - at);
        typedAt.delete(key);
      }
    }
  };
  text.observe(look);
  const endsAt = performance.now() + ms;
  for (let n = 0; performance.now() < endsAt; n++) {
    const key = `${word}-${n};`;
    typedAt.set(key, performance.now());
    typist.text().insert(0, key);
    await sleep(KEY_MS);
  }
  for (let i = 0; i < 100 && typedAt.size > 0; i++) await sleep(50);
  text.unobserve(look);
  for (const at of typedAt.values()) waits.push(performance.now() - at);
  return waits;
}
