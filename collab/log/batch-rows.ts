import * as Y from "yjs";
import type { NewUpdate } from "../../db/document-updates.ts";
import type { Log } from "../../observe/log.ts";

/** Merging grows with the square of the count. */
const MAX_MERGED = 64;

export type Appended = Omit<NewUpdate, "sequence">;

/** What a batch becomes in the log: one row per document and author, as far as merging is cheap, in order (L8). */
export function rowsOfBatch(batch: Appended[], log: Log): Appended[] {
  const groups = new Map<string, Appended[][]>();
  for (const each of batch) {
    const key = `${each.sessionId} ${each.lineage} ${each.authorId ?? ""} ${each.relayed}`;
    const runs = groups.get(key) ?? [];
    groups.set(key, runs);
    const last = runs.at(-1);
    if (last && last.length < MAX_MERGED) last.push(each);
    else runs.push([each]);
  }
  return [...groups.values()].flat().flatMap((run) => {
    const [{ sessionId, lineage, authorId, relayed }] = run as [Appended];
    const updates = run.map(({ update }) => update);
    return merged(updates, log).map((update) => ({ sessionId, lineage, authorId, relayed, update }));
  });
}

/**
 * Merges updates into one, or returns them as they are if Yjs fails at that: nothing that a document has applied may
 * stop the log.
 */
function merged(updates: Uint8Array[], log: Log): Uint8Array[] {
  if (updates.length === 1) return updates;
  try {
    return [Y.mergeUpdates(updates)];
  } catch (err) {
    log.warn({ err, count: updates.length }, "updates not merged");
    return updates;
  }
}
