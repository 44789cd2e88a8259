/**
 * The queue between live documents and the log in Postgres (L1, L2, L3, L7).
 *
 * safety: `whenWritten` says true only when all that a document had appended until then is committed: batches are
 * committed one after the other, in order, and nothing is dropped for a reason that may pass. Once a row of a document
 * was refused for good, nothing of that document is called written until it has left memory.
 * liveness: whoever waits is answered as soon as Postgres takes what is queued, or refuses it for good. What is queued
 * is committed within `GATHER_MS` after the batch before it, and when somebody waits for it as soon as the pace allows.
 * A batch that fails is tried again for ever; a row that Postgres refuses is found by splitting the batch, and holds up
 * no other.
 * Only the queue waits for Postgres: appending never does.
 */
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../db/client.ts";
import { appendUpdates, type NewUpdate } from "../../db/document-updates.ts";
import { describeError } from "../../observe/describe-error.ts";
import type { Log } from "../../observe/log.ts";
import { inSpan } from "../../observe/spans.ts";
import { type Appended, rowsOfBatch } from "./batch-rows.ts";
import { Pace } from "./pace.ts";

/**
 * What nobody has asked about is promised to nobody, and waits for more. Pages ask 40 ms after an edit; whoever asks
 * makes all that is queued go at once, and so does as much as this.
 */
const GATHER_MS = 50;
const GATHER_UPDATES = 500;
const GATHER_BYTES = 64 * 1024;
const RETRY_MS = [50, 100, 250, 500, 1_000];
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const DELAYED_MS = 2_000;
const WATCH_MS = 500;
/** Beyond this, readers are slowed down until it has been written. */
const MAX_QUEUE_BYTES = 64 * 1024 * 1024;

type Queued = Appended & { at: number };
/** `upTo`: the number of the last update that it waits for. A node's updates are numbered as they are appended. */
type Waiter = { upTo: number; run: (isStored: boolean) => void };
/** Of a document of which something is not written yet. */
type Unwritten = { last: number; waiters: Waiter[] };

export type UpdateLogOptions = {
  db: Database;
  nodeId: string;
  log: Log;
  /** 64 MB by default. */
  maxQueueBytes?: number;
  /** How long an edit waits that nobody asks about, 50 by default. */
  gatherMs?: number;
};

/** A batch in Postgres: bytes by session, rows, how long it took, and how long the oldest of its edits has waited. */
export type CommittedBatch = { sessionBytes: Map<string, number>; rows: number; ms: number; waitedMs: number };

export type UpdateLogEvents = {
  /** Postgres takes long, or is back. */
  storage: [state: "ok" | "delayed"];
  /**
   * An update will never be stored: its session is gone, its document replaced, or Postgres refused the row for good.
   */
  refused: [sessionId: string];
  committed: [batch: CommittedBatch];
};

export class UpdateLog extends EventEmitter<UpdateLogEvents> {
  private readonly options: UpdateLogOptions;
  private queue: Queued[] = [];
  private queueBytes = 0;
  private inFlightSince: number | undefined;
  private isRunning = false;
  /** Of all updates, how many there were, and how many of them are in a batch or written. */
  private appended = 0;
  private taken = 0;
  /** What is queued does not wait for more. */
  private isDue = false;
  private wake: (() => void) | undefined;
  /** A commit costs about as much as a keystroke does: where many ask, they share commits. */
  private readonly pace = new Pace();
  private sequence = 0;
  private state: "ok" | "delayed" = "ok";
  private readonly unwritten = new Map<string, Unwritten>();
  /** Documents of which an update was refused for good: nothing of them is called stored any more. */
  private readonly lost = new Set<string>();
  private readonly roomWaiters: (() => void)[] = [];
  private readonly watch = setInterval(() => this.checkAge(), WATCH_MS).unref();

  constructor(options: UpdateLogOptions) {
    super();
    this.options = options;
  }

  /** Takes an update that a live document has applied. */
  append(update: Appended): void {
    this.queue.push({ ...update, at: performance.now() });
    this.queueBytes += update.update.byteLength;
    this.appended++;
    const unwritten = this.unwritten.get(update.sessionId);
    if (unwritten) unwritten.last = this.appended;
    else this.unwritten.set(update.sessionId, { last: this.appended, waiters: [] });
    if (this.queue.length >= GATHER_UPDATES || this.queueBytes >= GATHER_BYTES) this.hurry();
    if (this.isRunning) return;
    this.isRunning = true;
    void this.run();
  }

  /**
   * Calls `run` once everything that the document has appended until now is written, at once if it is already: with
   * true when all of it is in the log, with false when an update of the document was refused for good.
   */
  whenWritten(sessionId: string, run: Waiter["run"]): void {
    const unwritten = this.unwritten.get(sessionId);
    if (!unwritten) return run(!this.lost.has(sessionId));
    unwritten.waiters.push({ upTo: unwritten.last, run });
    if (unwritten.last > this.taken) this.hurry();
  }

  /** Resolves when nothing of the document is queued (L6). */
  async drained(sessionId: string): Promise<void> {
    while (this.unwritten.has(sessionId)) await new Promise((resolve) => this.whenWritten(sessionId, resolve));
  }

  /** Forgets what was refused of a document that is no longer in memory. */
  forget(sessionId: string): void {
    this.lost.delete(sessionId);
  }

  /** Resolves when nothing at all is queued. */
  async allDrained(): Promise<void> {
    for (const sessionId of this.unwritten.keys()) await this.drained(sessionId);
    if (this.unwritten.size > 0) await this.allDrained();
  }

  get isFull(): boolean {
    return this.queueBytes > (this.options.maxQueueBytes ?? MAX_QUEUE_BYTES);
  }

  /** Resolves when the queue is no longer full. */
  async room(): Promise<void> {
    while (this.isFull) await new Promise<void>((resolve) => this.roomWaiters.push(resolve));
  }

  get storage(): "ok" | "delayed" {
    return this.state;
  }

  /** Bytes that wait for their commit, and the age of the oldest in milliseconds. */
  get backlog(): { bytes: number; ageMs: number } {
    const oldest = this.inFlightSince ?? this.queue[0]?.at;
    return { bytes: this.queueBytes, ageMs: oldest === undefined ? 0 : performance.now() - oldest };
  }

  stop(): void {
    clearInterval(this.watch);
  }

  private async run() {
    const { log } = this.options;
    while (this.queue.length > 0) {
      await this.ripe();
      const { batch, bytes } = this.takeBatch();
      const since = batch[0]?.at ?? 0;
      this.inFlightSince = since;
      const startedAt = performance.now();
      this.pace.begin(startedAt);
      // Numbered once, however often they are tried (L2).
      const rows = rowsOfBatch(batch, log).map((row) => ({ ...row, sequence: this.sequence++ }));
      await inSpan("commit log", { attributes: { "tandem.log_rows": rows.length }, isRoot: true }, () =>
        this.commit(rows),
      );
      this.inFlightSince = undefined;
      const sessionBytes = new Map<string, number>();
      for (const { sessionId, update } of rows)
        sessionBytes.set(sessionId, (sessionBytes.get(sessionId) ?? 0) + update.byteLength);
      this.settle(bytes, sessionBytes.keys());
      this.checkAge();
      const now = performance.now();
      this.guard(() =>
        this.emit("committed", { sessionBytes, rows: rows.length, ms: now - startedAt, waitedMs: now - since }),
      );
    }
    this.isRunning = false;
  }

  /** Resolves when what is queued shall be committed: it has gathered or somebody asks, and the pace allows it. */
  private async ripe() {
    for (;;) {
      const now = performance.now();
      const gatherMs = this.isDue ? 0 : (this.queue[0]?.at ?? now) + (this.options.gatherMs ?? GATHER_MS) - now;
      const ms = Math.max(gatherMs, this.pace.waitMs(now));
      if (ms <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  private hurry() {
    if (this.isDue) return;
    this.isDue = true;
    this.wake?.();
  }

  private takeBatch(): { batch: Queued[]; bytes: number } {
    let bytes = 0;
    let count = 0;
    while (count < this.queue.length && (count === 0 || bytes < MAX_BATCH_BYTES))
      bytes += this.queue[count++]?.update.byteLength ?? 0;
    this.taken += count;
    this.isDue = count < this.queue.length;
    return { batch: this.queue.splice(0, count), bytes };
  }

  /** Resolves when each row is committed or refused for good. `isRetry`: some may be in Postgres already. */
  private async commit(rows: NewUpdate[], isRetry = false): Promise<void> {
    const { db, nodeId, log } = this.options;
    for (let attempt = 0; ; attempt++) {
      try {
        const stored = await appendUpdates(db, nodeId, rows, isRetry || attempt > 0);
        for (const row of rows) if (!stored.has(row.sequence)) this.refuse(row, "session gone or document replaced");
        return;
      } catch (error) {
        if (isForGood(error)) return this.split(rows, error);
        log.warn({ err: error, rows: rows.length, attempt }, "log not written, trying again");
        this.checkAge();
        await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
      }
    }
  }

  /** Finds the row that Postgres refuses, and stores the others. */
  private async split(rows: NewUpdate[], error: unknown): Promise<void> {
    const [only] = rows;
    if (rows.length === 1 && only) return this.refuse(only, describeError(error).message);
    const half = Math.ceil(rows.length / 2);
    await this.commit(rows.slice(0, half), true);
    await this.commit(rows.slice(half), true);
  }

  private refuse({ sessionId, sequence }: NewUpdate, why: string) {
    this.options.log.error({ sessionId, sequence, why }, "update dropped: Postgres will never take it");
    this.lost.add(sessionId);
    this.guard(() => this.emit("refused", sessionId));
  }

  /** All that was taken out of the queue is written, or refused for good. */
  private settle(bytes: number, sessionIds: Iterable<string>) {
    this.queueBytes -= bytes;
    for (const sessionId of sessionIds) {
      const unwritten = this.unwritten.get(sessionId);
      if (!unwritten) continue;
      const { last, waiters } = unwritten;
      if (last <= this.taken) this.unwritten.delete(sessionId);
      const later = waiters.findIndex(({ upTo }) => upTo > this.taken);
      for (const { run } of waiters.splice(0, later < 0 ? waiters.length : later))
        this.guard(() => run(!this.lost.has(sessionId)));
    }
    if (!this.isFull) for (const resume of this.roomWaiters.splice(0)) resume();
  }

  /** An error in a listener must not stop the log. */
  private guard(call: () => void) {
    try {
      call();
    } catch (err) {
      this.options.log.error({ err }, "a listener of the log failed");
    }
  }

  private checkAge() {
    // Back to "ok" well below the mark, so that a slow Postgres does not make it flicker.
    const limit = this.state === "ok" ? DELAYED_MS : DELAYED_MS / 4;
    const state = this.backlog.ageMs > limit ? "delayed" : "ok";
    if (state === this.state) return;
    this.state = state;
    this.guard(() => this.emit("storage", state));
  }
}

/** Classes 22 and 23 of Postgres: the row itself is wrong. Whatever else fails may pass. */
const isForGood = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" && /^2[23]/.test(error.code);
