/** Files that sessions no longer have, and the thread that looks for them, seen from the web process' main thread. */
import { Worker } from "node:worker_threads";
import type { Database } from "../../db/client.ts";
import { readHistory } from "../../db/document-history.ts";
import type { StoredDocument } from "../../db/documents.ts";
import type { ReplayAnswer, ReplayRequest } from "./deleted-files-worker.ts";
import type { LostFile } from "./replay-history.ts";

/** A person's week of typing is some 40,000 rows; what is beyond is left out, and the answer says so. */
const MAX_ROWS = 100_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_REPLAY_MS = 8_000;
/** Reading a history's texts takes as long again, and this machine may have more to do. */
const TIMEOUT_MS = 60_000;
const MAX_MEMORY_MB = 512;
const MAX_WAITING = 8;
/** Whoever looks at a list opens its files next. */
const REMEMBERED_MS = 60_000;

export type Lost = { files: LostFile[]; isWhole: boolean };
type Waiting = { id: number; resolve: (lost: Lost) => void; reject: (error: Error) => void };
type Stored = Pick<StoredDocument, "snapshot" | "log">;

/** Replays one history after the other, so that no more than one is in memory. */
export class DeletedFiles {
  private worker: Worker | undefined;
  private current: Waiting | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private lastId = 0;
  private waiting = 0;
  private remembered: { sessionId: string; lost: Lost; timer: NodeJS.Timeout } | undefined;

  /**
   * Looks through a session's history. Undefined when too many wait already; rejects when the thread ends or takes more
   * than a minute.
   */
  find = async (db: Database, sessionId: string, stored: Stored): Promise<Lost | undefined> => {
    if (this.waiting >= MAX_WAITING) return;
    this.waiting++;
    const found = this.last.then(() => this.findNow(db, sessionId, stored));
    this.last = found.catch(() => {});
    return found.finally(() => this.waiting--);
  };

  /** The same; where somebody has just looked, the result of that look. */
  recall = async (db: Database, sessionId: string, stored: Stored): Promise<Lost | undefined> =>
    this.remembered?.sessionId === sessionId ? this.remembered.lost : this.find(db, sessionId, stored);

  async stop(): Promise<void> {
    clearTimeout(this.remembered?.timer);
    await this.worker?.terminate();
  }

  private async findNow(db: Database, sessionId: string, { snapshot, log }: Stored): Promise<Lost> {
    const { rows, isWhole } = await readHistory(db, sessionId, { maxRows: MAX_ROWS, maxBytes: MAX_BYTES });
    const lost = await this.replay({
      rows: rows.map(({ update, author, createdAt }) => ({
        update,
        by: author?.name ?? null,
        at: createdAt.toISOString(),
      })),
      current: [snapshot, ...log.map(({ update }) => update)],
      maxMs: MAX_REPLAY_MS,
      now: Date.now(),
    });
    const found = { files: lost.files, isWhole: lost.isWhole && isWhole };
    clearTimeout(this.remembered?.timer);
    const timer = setTimeout(() => (this.remembered = undefined), REMEMBERED_MS).unref();
    this.remembered = { sessionId, lost: found, timer };
    return found;
  }

  private async replay(request: Omit<ReplayRequest, "id">): Promise<Lost> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const timer = setTimeout(() => this.end(worker, new Error("The history took too long.")), TIMEOUT_MS);
    try {
      return await new Promise((resolve, reject) => {
        this.current = { id, resolve, reject };
        worker.postMessage({ ...request, id } satisfies ReplayRequest);
      });
    } finally {
      clearTimeout(timer);
      this.current = undefined;
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL("./deleted-files-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    });
    worker.unref();
    worker.on("message", ({ id, ...lost }: ReplayAnswer) => this.current?.id === id && this.current.resolve(lost));
    worker.on("error", (error) => this.end(worker, error));
    worker.on("exit", () => this.end(worker, new Error("The thread that reads histories ended.")));
    return worker;
  }

  /** The replay that runs now fails with the error; the next one starts another thread. */
  private end(worker: Worker, error: Error) {
    if (this.worker !== worker) return;
    this.worker = undefined;
    void worker.terminate();
    this.current?.reject(error);
  }
}
