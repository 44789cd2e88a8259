/** The thread that merges logs, seen from the process' main thread. */
import { Worker } from "node:worker_threads";
import type { LoggedUpdate, Merged } from "../../db/document-updates.ts";
import type { MergeAnswer, MergeRequest } from "./merge-worker.ts";

type Waiting = { resolve: (merged: Merged) => void; reject: (error: Error) => void };

/** Merges on one thread, which is started when it is first needed and again after it has died. */
export class Merger {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** A snapshot and its log as one snapshot, Yjs V1. Rejects when something does not decode, or the thread ends. */
  merge = (snapshot: Uint8Array, log: LoggedUpdate[]): Promise<Merged> => {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ id, snapshot, log } satisfies MergeRequest);
    });
  };

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL("./merge-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", (answer: MergeAnswer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ("merged" in answer) waiting?.resolve(answer.merged);
      else waiting?.reject(new Error(answer.problem));
    });
    const end = (error?: Error) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(error ?? new Error("The merging thread ended."));
      this.waiting.clear();
    };
    worker.on("error", end);
    worker.on("exit", () => end());
    return worker;
  }
}
