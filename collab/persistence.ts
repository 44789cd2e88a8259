/**
 * Documents in and out of Postgres, through `@hocuspocus/extension-database`.
 * A document that cannot be loaded is never opened as an empty one, and a store that fails is tried again until it
 * succeeds: Hocuspocus itself would not, and would drop the document with its last reader.
 */
import { Database as DatabaseExtension } from "@hocuspocus/extension-database";
import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { type Database, isPassing } from "../db/client.ts";
import { findDocument, flagDamaged, storeDocument } from "../db/documents.ts";
import type { Log } from "../db/log.ts";
import type { RefusalReason } from "./protocol.ts";

const RETRY_MS = [200, 500, 1_000, 2_000];

class NotLoaded extends Error {
  readonly reason: RefusalReason = "unavailable";
}

/**
 * The extension that loads and stores. `isOver()` ends the retries of a store: the process has been told to stop and
 * its deadline has passed.
 */
export function persistence({ db, log, isOver }: { db: Database; log: Log; isOver: () => boolean }) {
  const lineages = new Map<string, string>();
  return new DatabaseExtension({
    async fetch({ documentName }) {
      const stored = await findDocument(db, documentName).catch((error: unknown) => {
        log.error({ err: error, documentName }, "document not loaded");
        throw new NotLoaded("The document could not be read.");
      });
      if (!stored) throw new NotLoaded("There is no such document.");
      if (stored.damaged || !isReadable(stored.update)) {
        log.error({ documentName }, "document damaged");
        if (!stored.damaged) await flagDamaged(db, documentName);
        throw new NotLoaded("The document is damaged.");
      }
      lineages.set(documentName, stored.lineage);
      return stored.update;
    },

    async store({ documentName, document }) {
      const lineage = lineages.get(documentName);
      if (!lineage) return;
      for (let attempt = 0; ; attempt++) {
        try {
          // Encoded anew at each try: what was typed meanwhile goes along.
          const stored = await storeDocument(db, documentName, { update: Y.encodeStateAsUpdate(document), lineage });
          if (!stored) log.warn({ documentName }, "document replaced or purged, not stored");
          return;
        } catch (error) {
          if (!isPassing(error) || isOver()) throw error;
          log.warn({ err: error, documentName, attempt }, "document not stored, trying again");
          await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
        }
      }
    },
  });
}

/**
 * Whether bytes decode to a document that holds anything, tried on a document of its own. All files may be gone, and
 * something may wait for an update that never came: both are an editor's doing, and no damage.
 */
function isReadable(update: Uint8Array): boolean {
  const probe = new Y.Doc();
  try {
    Y.applyUpdate(probe, update);
    return probe.store.clients.size > 0;
  } catch {
    return false;
  } finally {
    probe.destroy();
  }
}
