/**
 * Documents in and out of Postgres, through `@hocuspocus/extension-database`. What is durable is the log
 * (update-log.ts); storing compacts it. Hocuspocus asks for that while people write and when the last one leaves.
 * A document that cannot be loaded is never opened as an empty one, and a damaged one is never written to.
 */
import { Database as DatabaseExtension } from "@hocuspocus/extension-database";
import {
  type afterLoadDocumentPayload,
  type afterUnloadDocumentPayload,
  type Document,
  type onLoadDocumentPayload,
  type onStoreDocumentPayload,
  shouldSkipStoreHooks,
} from "@hocuspocus/server";
import type { EventEmitter } from "node:events";
import * as Y from "yjs";
import { applyAll } from "../../db/apply-updates.ts";
import type { Database } from "../../db/client.ts";
import {
  compactUpdates,
  type LoggedUpdate,
  listHistory,
  type Merged,
  setUpdatesAside,
} from "../../db/document-updates.ts";
import { findDocument, flagDamaged, type StoredDocument } from "../../db/documents.ts";
import type { Log } from "../../observe/log.ts";
import { inSpan } from "../../observe/spans.ts";
import { setDamaged } from "./damaged.ts";
import type { UpdateLogEvents } from "../log/update-log.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { RefusalReason } from "../../protocol/close-codes.ts";

/** About how much a load replays at most: a longer log is merged into the snapshot. */
const MAX_LOG_ROWS = 300;
const MAX_LOG_BYTES = 256 * 1024;
/** When everybody has left, less is enough; a large document is not written anew for a few keys. */
const MAX_LEFT_ROWS = 50;
const MAX_LEFT_SHARE = 0.25;

class NotLoaded extends Error {
  readonly reason: RefusalReason = "unavailable";
}

/** What is loaded: its lineage, the bytes of its snapshot, and how much of its log is not in that. */
type Loaded = { lineage: string; snapshotBytes: number; rows: number; bytes: number };

export type PersistenceOptions = {
  db: Database;
  log: Log;
  updateLog: EventEmitter<UpdateLogEvents>;
  merge: (snapshot: Uint8Array, log: LoggedUpdate[]) => Promise<Merged>;
  metrics?: Pick<CollabMetrics, "loadSeconds" | "compactionSeconds" | "damaged">;
};

export class Persistence extends DatabaseExtension {
  extensionName = "persistence";
  private readonly options: PersistenceOptions;
  private readonly loaded = new Map<string, Loaded>();
  /** One at a time: they share one thread, and would hold the connections that the log needs while they wait for it. */
  private compaction: Promise<void> = Promise.resolve();

  constructor(options: PersistenceOptions) {
    super({});
    this.options = options;
    options.updateLog.on("committed", ({ sessionBytes }) => {
      for (const [sessionId, bytes] of sessionBytes) this.countLogged(sessionId, bytes);
    });
  }

  /** The lineage of a document that is in memory. */
  lineageOf = (sessionId: string): string | undefined => this.loaded.get(sessionId)?.lineage;

  /** How many bytes of it Postgres holds. */
  storedBytes = (sessionId: string): number => {
    const { snapshotBytes, bytes } = this.loaded.get(sessionId) ?? { snapshotBytes: 0, bytes: 0 };
    return snapshotBytes + bytes;
  };

  override async onLoadDocument({ documentName, document }: onLoadDocumentPayload): Promise<void> {
    await inSpan("open document", { attributes: { "tandem.session_id": documentName } }, async (span) => {
      const { rows, bytes } = await this.open(documentName, document);
      span.setAttributes({ "tandem.log_rows": rows, "tandem.log_bytes": bytes });
    });
  }

  /**
   * Hocuspocus would make a URL, two objects and a timer of each edit, to put off storing until nobody has written for
   * a while. Here storing only looks how long the log is: once in a while is enough.
   */
  async afterLoadDocument({ instance, document, documentName }: afterLoadDocumentPayload) {
    const { debounce } = instance.configuration;
    let askedAt = -Infinity;
    document.onUpdate((_document, origin) => {
      const now = Date.now();
      document.lastChangeTime = now;
      if (now - askedAt < debounce || shouldSkipStoreHooks(origin)) return;
      askedAt = now;
      void instance.storeDocumentHooks(document, {
        instance,
        document,
        documentName,
        clientsCount: document.getConnectionsCount(),
        lastContext: {},
        lastTransactionOrigin: origin,
      });
    });
  }

  private countLogged(sessionId: string, bytes: number) {
    const loaded = this.loaded.get(sessionId);
    if (!loaded) return;
    loaded.rows++;
    loaded.bytes += bytes;
  }

  private async open(documentName: string, document: Document): Promise<Loaded> {
    const startedAt = performance.now();
    const stored = await findDocument(this.options.db, documentName).catch((err: unknown) => {
      this.options.log.error({ err, documentName }, "document not loaded");
      throw new NotLoaded("The document could not be read.");
    });
    if (!stored) throw new NotLoaded("There is no such document.");
    if (stored.damaged) await this.loadWhatIsGood(document, stored);
    else await this.load(document, stored);
    const bytes = stored.log.reduce((sum, { update }) => sum + update.byteLength, 0);
    const loaded = {
      lineage: stored.lineage,
      snapshotBytes: stored.snapshot.byteLength,
      rows: stored.log.length,
      bytes,
    };
    this.loaded.set(documentName, loaded);
    this.options.metrics?.loadSeconds.observe((performance.now() - startedAt) / 1_000);
    return loaded;
  }

  override async onStoreDocument({ documentName }: onStoreDocumentPayload): Promise<void> {
    const { rows, bytes } = this.loaded.get(documentName) ?? { rows: 0, bytes: 0 };
    if (rows > MAX_LOG_ROWS || bytes > MAX_LOG_BYTES) await this.compact(documentName);
  }

  /**
   * Nobody waits for this one: a document that is loaded and left again until this hook is done would never be
   * unloaded.
   */
  async afterUnloadDocument({ documentName }: afterUnloadDocumentPayload): Promise<void> {
    const loaded = this.loaded.get(documentName);
    this.loaded.delete(documentName);
    if (!loaded || loaded.rows === 0) return;
    if (loaded.rows <= MAX_LEFT_ROWS && loaded.bytes <= loaded.snapshotBytes * MAX_LEFT_SHARE) return;
    void this.compact(documentName);
  }

  /** Resolves when no document is being compacted. */
  async idle(): Promise<void> {
    await this.compaction;
  }

  private compact(sessionId: string): Promise<void> {
    return (this.compaction = this.compaction.then(() => this.compactNow(sessionId)));
  }

  /** May fail at any time without harm: the log stays, and the next compaction includes it. */
  private async compactNow(sessionId: string): Promise<void> {
    const { db, log, merge, metrics } = this.options;
    const startedAt = performance.now();
    try {
      const done = await inSpan(
        "compact document",
        { attributes: { "tandem.session_id": sessionId }, isRoot: true },
        async (span) => {
          const compacted = await compactUpdates(db, sessionId, merge);
          span.setAttributes({ "tandem.log_rows": compacted?.rows ?? 0 });
          return compacted;
        },
      );
      const loaded = this.loaded.get(sessionId);
      if (!done) return;
      if (loaded)
        Object.assign(loaded, { snapshotBytes: done.bytes, rows: Math.max(0, loaded.rows - done.rows), bytes: 0 });
      metrics?.compactionSeconds.observe((performance.now() - startedAt) / 1_000);
    } catch (err) {
      log.warn({ err, sessionId }, "log not compacted");
    }
  }

  private async load(document: Document, { snapshot, log: logged }: StoredDocument) {
    try {
      applyAll(document, [snapshot, ...logged.map(({ update }) => update)]);
      if (document.store.clients.size === 0) throw new Error("The document holds nothing.");
    } catch (err) {
      this.options.log.error({ err, documentName: document.name }, "document damaged");
      await this.setBadRowsAside(logged);
      await flagDamaged(this.options.db, document.name);
      // What was applied cannot be taken back: the next try begins with an empty document.
      throw new NotLoaded("The document is damaged.");
    }
    // An update that waits for one that never came stays in the tables; in memory it would make every edit look
    // incomplete.
    document.store.pendingStructs = null;
    document.store.pendingDs = null;
  }

  /**
   * Opens a damaged document for reading: the snapshot or else the history that made it, and every row that decodes
   * (L9).
   */
  private async loadWhatIsGood(document: Document, { snapshot, log: logged }: StoredDocument) {
    setDamaged(document);
    this.options.metrics?.damaged.inc();
    const base = decodes(snapshot) ? [snapshot] : await listHistory(this.options.db, document.name);
    const good = [...base, ...logged.map(({ update }) => update)].filter(decodes);
    if (good.length === 0) throw new NotLoaded("Nothing of the document can be read.");
    applyAll(document, good);
  }

  private async setBadRowsAside(logged: StoredDocument["log"]) {
    const bad = logged.filter(({ update }) => !decodes(update)).map(({ id }) => id);
    if (bad.length > 0) await setUpdatesAside(this.options.db, bad);
  }
}

/** Whether bytes decode to anything, tried on a document of its own. */
function decodes(update: Uint8Array): boolean {
  const probe = new Y.Doc();
  try {
    Y.applyUpdate(probe, update);
    return probe.store.clients.size > 0 || probe.store.pendingStructs !== null || probe.store.pendingDs !== null;
  } catch {
    return false;
  } finally {
    probe.destroy();
  }
}
