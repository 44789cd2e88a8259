/**
 * The randomised fault test, seed after seed: `npm run test:faults -- --seeds 20 --seconds 30 --nodes 3`. `SEED=` or
 * `--seed` begins with that one; `--bail` stops at the first that is bad. Ends with 1 when an edit that was shown as
 * Saved is lost, or anything else is wrong.
 */
import { parseArgs } from "node:util";
import { randomFrom } from "../support/random.ts";
import { isGood, type Report, runFaults } from "./fault-run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: process.env.SEED },
    seeds: { type: "string", default: "1" },
    seconds: { type: "string", default: "30" },
    nodes: { type: "string" },
    writers: { type: "string" },
    bail: { type: "boolean", default: false },
  },
});
const first = randomFrom(values.seed).seed;
const reports: Report[] = [];
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const report = await runFaults({
    seed,
    seconds: Number(values.seconds),
    ...(values.nodes && { nodes: Number(values.nodes) }),
    ...(values.writers && { writers: Number(values.writers) }),
  });
  reports.push(report);
  console.log(describe(report));
  if (values.bail && !isGood(report)) break;
}
const sum = (of: (report: Report) => number) => reports.reduce((total, report) => total + of(report), 0);
const bad = reports.filter((report) => !isGood(report));
console.log(
  `${reports.length} seeds, ${sum(({ edits }) => edits)} edits, ${sum(({ saved }) => saved)} shown as Saved, ` +
    `${sum(({ nodeKills }) => nodeKills)} nodes and ${sum(({ writerKills }) => writerKills)} writers killed, ` +
    `${sum(({ postgresCrashes }) => postgresCrashes)} times Postgres: ${sum(({ lost, undead }) => lost.length + undead.length)} lost` +
    (bad.length > 0 ? `; see build/faults for ${bad.map(({ seed }) => seed).join(", ")}` : ""),
);
process.exit(bad.length > 0 ? 1 : 0);

function describe(report: Report): string {
  const { lost, undead, doubled, unknown, problems, ...counts } = report;
  const found = { lost: lost.length, undead: undead.length, doubled: doubled.length, unknown: unknown.length };
  const line = Object.entries({ ...counts, ...found }).map(([name, count]) => `${name} ${count}`);
  return [line.join(", "), ...problems.map((problem) => `  ${problem.split("\n")[0]}`)].join("\n");
}
