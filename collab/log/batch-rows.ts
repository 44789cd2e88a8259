import * as Y from "yjs";
import type { NewUpdate } from "../../db/document-updates.ts";
import type { Log } from "../../observe/log.ts";

/** Merging grows with the square of the count. */
const MAX_MERGED = 64;

export type Appended = Omit<NewUpdate, "sequence">;

/** What a batch becomes in the log: one row per document and author, as far as merging is cheap, in order (L8). */
export function rowsOfBatch(batch: Appended[], log: Log): Appended[] {
  if (batch.length === 1) return batch;
  const runsOf = new Map<string, Appended[][]>();
  for (const each of batch) {
    const runs = runsOf.get(each.sessionId) ?? [];
    if (runs.length === 0) runsOf.set(each.sessionId, runs);
    const last = runs.findLast(([first]) => first && isOfOneRow(first, each));
    if (last && last.length < MAX_MERGED) last.push(each);
    else runs.push([each]);
  }
  return [...runsOf.values()].flat().flatMap((run) => merged(run, log));
}

const isOfOneRow = (one: Appended, other: Appended) =>
  one.authorId === other.authorId && one.relayed === other.relayed && one.lineage === other.lineage;

/**
 * Merges updates into one, or returns them as they are if Yjs fails at that: nothing that a document has applied may
 * stop the log.
 */
function merged(run: Appended[], log: Log): Appended[] {
  const [first] = run;
  if (!first || run.length === 1) return run;
  try {
    return [{ ...first, update: Y.mergeUpdates(run.map(({ update }) => update)) }];
  } catch (err) {
    log.warn({ err, count: run.length }, "updates not merged");
    return run;
  }
}
