/**
 * `npm run bench [-- --quick] [--rounds N] [--case TEXT] [--stock] [scenario …]`: prints a table a scenario and writes
 * build/bench.json.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "../support/root.ts";
import { capacity } from "./capacity.ts";
import { chat } from "./chat.ts";
import { crowd } from "./crowd.ts";
import { startGround } from "./ground.ts";
import { hostile } from "./hostile.ts";
import { type Row, toTable } from "./measure.ts";
import { acrossNodes } from "./nodes.ts";
import { opening } from "./opening.ts";
import { page } from "./page.ts";
import { history } from "./history.ts";
import { idle } from "./idle.ts";
import { loading } from "./loading.ts";
import { logCost, saving } from "./saving.ts";
import { scale } from "./scale.ts";
import { runCode } from "./run-code.ts";
import type { Scenario } from "./scenario.ts";
import { typing } from "./typing.ts";
import { understanding } from "./understanding.ts";

const scenarios: Scenario[] = [
  typing,
  capacity,
  opening,
  page,
  crowd,
  runCode,
  understanding,
  chat,
  saving,
  logCost,
  loading,
  history,
  acrossNodes,
  idle,
  scale,
  hostile,
];

const { values, positionals } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    case: { type: "string", default: "" },
    stock: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0 || process.platform !== "linux" || !existsSync(path.join(root, "build", "server"))) {
  if (unknown.length > 0)
    console.error(
      `There is no scenario ${unknown.join(", ")}: there are ${scenarios.map(({ name }) => name).join(", ")}.`,
    );
  else if (process.platform !== "linux")
    console.error("The benchmark reads CPU times as Linux shows them, and runs there only.");
  else console.error("There is no build: run npm run build first.");
  process.exit(1);
}

const startedAt = new Date();
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  node: process.version,
  loadBefore: loadavg()[0],
};
console.log(
  `${machine.cores} cores (${machine.cpu}), Node ${machine.node}, everything over loopback, load before: ${machine.loadBefore}`,
);
const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const { prepare } of chosen) prepare?.();
const results: Record<string, Row[]> = {};
{
  const { quick, rounds, case: only, stock } = values;
  const starting = startGround({ quick, only, stock, ...(rounds !== undefined && { rounds: Number(rounds) }) });
  // Postgres is in a process group of its own: Ctrl+C reaches only us.
  const giveUp = async () => {
    await (await starting)[Symbol.asyncDispose]();
    process.exit(130);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void giveUp());
  await using ground = await starting;
  for (const scenario of chosen) {
    const rows = await scenario.run(ground);
    results[scenario.name] = rows;
    console.log(`\n${scenario.title}\n\n${toTable(rows)}`);
  }
}
const seconds = Math.round((Date.now() - startedAt.getTime()) / 1_000);
mkdirSync(path.join(root, "build"), { recursive: true });
writeFileSync(
  path.join(root, "build", "bench.json"),
  `${JSON.stringify({ startedAt, seconds, quick: values.quick, machine, scenarios: results }, null, 2)}\n`,
);
console.log(`\n${seconds} s; also in build/bench.json`);
process.exit(0);
