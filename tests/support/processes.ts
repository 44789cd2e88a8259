import { existsSync, readdirSync, readFileSync } from "node:fs";

export type Process = { pid: number; command: string };

const read = (file: string) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** The fields of a process after its name: state, parent, group, … */
const stat = (pid: number) =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");

/** Whether a process is there and has not ended yet. */
export const isRunning = (pid: number) => existsSync(`/proc/${pid}`) && !["Z", "X", ""].includes(stat(pid)[0] ?? "");

/** The processes that a process has started, and those that they have, and so on. */
export function descendantsOf(pid: number): Process[] {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((each) => [each, Number(stat(each)[1])]));
  const below = (parent: number): number[] =>
    pids.filter((each) => parents.get(each) === parent).flatMap((each) => [each, ...below(each)]);
  return below(pid)
    .filter(isRunning)
    .map((each) => ({ pid: each, command: read(`/proc/${each}/cmdline`).replaceAll("\0", " ").trim() }));
}
