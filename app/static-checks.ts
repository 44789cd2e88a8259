/** The thread that runs ESLint, seen from the web process' own. */
import { Worker } from "node:worker_threads";
import type { LintAnswer, LintRequest } from "./lint-worker.ts";

const TIMEOUT_MS = 20_000;
const MAX_MEMORY_MB = 256;

type Checked = Pick<LintAnswer, "findings" | "total">;
type Waiting = { id: number; resolve: (checked: Checked) => void; reject: (error: Error) => void };

/** Checks on one thread, one after the other. It is started when it is first needed, and again after it has died or took too long. */
export class StaticChecks {
  private worker: Worker | undefined;
  private current: Waiting | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private lastId = 0;

  /** What ESLint's recommended rules say of lines `start` to `end` (from 1, inclusive), the most severe first. Rejects when the thread ends, or after 20 s. */
  check = (request: Omit<LintRequest, "id">): Promise<Checked> => {
    const checked = this.last.then(() => this.checkNow(request));
    this.last = checked.catch(() => {});
    return checked;
  };

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private async checkNow(request: Omit<LintRequest, "id">): Promise<Checked> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const timer = setTimeout(() => this.end(worker, new Error("The check took too long.")), TIMEOUT_MS);
    try {
      return await new Promise((resolve, reject) => {
        this.current = { id, resolve, reject };
        worker.postMessage({ ...request, id } satisfies LintRequest);
      });
    } finally {
      clearTimeout(timer);
      this.current = undefined;
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL("./lint-worker.ts", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB } });
    worker.unref();
    worker.on("message", ({ id, ...checked }: LintAnswer) => this.current?.id === id && this.current.resolve(checked));
    worker.on("error", (error) => this.end(worker, error));
    worker.on("exit", () => this.end(worker, new Error("The checking thread ended.")));
    return worker;
  }

  /** Whoever waits for the thread is told; the next check begins another. */
  private end(worker: Worker, error: Error) {
    if (this.worker !== worker) return;
    this.worker = undefined;
    void worker.terminate();
    this.current?.reject(error);
  }
}
