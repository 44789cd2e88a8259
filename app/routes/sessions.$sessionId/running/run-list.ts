import { MAX_KEPT_RUNS } from "../../../../protocol/limits.ts";
import { isUnderWay, type Run } from "../../../../protocol/runs.ts";

/**
 * Runs that are known with those that came in, the newest first. One that has ended never runs again, whoever says so:
 * answers and events come in any order. Only a page that was thought gone may be there after all.
 */
export function mergeRuns(known: Run[], incoming: Run[]): Run[] {
  const byId = new Map(known.map((run) => [run.id, run]));
  for (const run of incoming) {
    const old = byId.get(run.id);
    if (!old || old.state === "lost" || isUnderWay(old.state) || !isUnderWay(run.state)) byId.set(run.id, run);
  }
  return [...byId.values()]
    .sort((a, b) => (a.createdAt === b.createdAt ? compare(b.id, a.id) : compare(b.createdAt, a.createdAt)))
    .filter(({ state }, nth) => nth < MAX_KEPT_RUNS || isUnderWay(state));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
