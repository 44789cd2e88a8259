/** The thread that runs ESLint, seen from the web process' own. */
import { Worker } from "node:worker_threads";
import type { LintAnswer, LintRequest } from "./lint-worker.ts";
import type { ModelFinding } from "./review-prompt.server.ts";

/** The languages that can be checked without an AI. */
export const checkedLanguages = ["javascript", "typescript"];

const TIMEOUT_MS = 20_000;

type Waiting = { resolve: (findings: ModelFinding[]) => void; reject: (error: Error) => void };

/** Checks on one thread, which is started when it is first needed, and again after it has died or took too long. */
export class StaticChecks {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** What ESLint's recommended rules say of lines `start` to `end` (from 1, inclusive). Rejects when the thread ends, or after 20 s. */
  check = async (request: Omit<LintRequest, "id">): Promise<ModelFinding[]> => {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const timer = setTimeout(() => void worker.terminate(), TIMEOUT_MS);
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(id, { resolve, reject });
        worker.postMessage({ ...request, id } satisfies LintRequest);
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  };

  async stop(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(new URL("./lint-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", ({ id, findings }: LintAnswer) => this.waiting.get(id)?.resolve(findings));
    const end = (error?: Error) => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(error ?? new Error("The checking thread ended."));
    };
    worker.on("error", end);
    worker.on("exit", () => end());
    return worker;
  }
}
