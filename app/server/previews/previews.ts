/** Pictures of links, and the thread that draws them, seen from the web process' main thread. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Log } from "../../../observe/log.ts";
import type { PreviewAnswer } from "./preview-worker.ts";

/** Some 30 kB each. */
const MAX_KEPT = 200;
/** What is asked for beyond these gets the picture of all links: one takes a tenth of a second of a core. */
const MAX_WAITING = 16;
const TIMEOUT_MS = 10_000;
/** The thread and its fonts take some 90 MB, and a link is looked up by a messenger once. */
const IDLE_MS = 60_000;

export type Preview = { png: Uint8Array<ArrayBuffer>; etag: string };

const withTag = (png: Uint8Array): Preview => ({
  png: new Uint8Array(png),
  etag: `"${createHash("sha256").update(png).digest("base64url").slice(0, 22)}"`,
});

/** The one that shows no title (`npm run pictures` draws it): it needs no thread, so it is always there. */
export const neutralPreview = withTag(readFileSync(new URL("./neutral.png", import.meta.url)));

/** Draws one picture after the other, and keeps the last ones by their titles. */
export class Previews {
  private readonly log: Pick<Log, "error">;
  private readonly kept = new Map<string, Promise<Preview>>();
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private idle: NodeJS.Timeout | undefined;

  constructor(log: Pick<Log, "error">) {
    this.log = log;
  }

  /**
   * The picture with a title, or without one the one of all links. That one is also what comes while too many are
   * waited for, and when drawing fails: nobody waits for a picture, and its address may be asked again.
   */
  find = async (title: string | undefined): Promise<Preview> => {
    if (title === undefined) return neutralPreview;
    const found = this.kept.get(title) ?? this.draw(title);
    if (!found) return neutralPreview;
    // Those that were asked for last are the last to go.
    this.kept.delete(title);
    this.kept.set(title, found);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    try {
      return await found;
    } catch (err) {
      if (this.kept.get(title) === found) {
        this.kept.delete(title);
        this.log.error({ err }, "preview not drawn");
      }
      return neutralPreview;
    }
  };

  async stop(): Promise<void> {
    clearTimeout(this.idle);
    await this.worker?.terminate();
  }

  private draw(title: string): Promise<Preview> | undefined {
    if (this.waiting >= MAX_WAITING) return;
    this.waiting++;
    clearTimeout(this.idle);
    const drawn = this.last.then(() => this.ask(title));
    this.last = drawn.catch(() => {});
    return drawn.finally(() => {
      if (--this.waiting > 0) return;
      this.idle = setTimeout(() => this.worker && this.end(this.worker), IDLE_MS).unref();
    });
  }

  private async ask(title: string): Promise<Preview> {
    const worker = (this.worker ??= this.start());
    const { promise, resolve, reject } = Promise.withResolvers<PreviewAnswer>();
    const onExit = () => reject(new Error("The thread that draws ended."));
    const timer = setTimeout(() => reject(new Error("The picture took too long.")), TIMEOUT_MS);
    worker.once("message", resolve).once("error", reject).once("exit", onExit);
    worker.postMessage(title);
    try {
      const answer = await promise;
      if ("error" in answer) throw answer.error;
      return withTag(answer.png);
    } catch (error) {
      this.end(worker);
      throw error;
    } finally {
      clearTimeout(timer);
      worker.off("message", resolve).off("error", reject).off("exit", onExit);
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL("./preview-worker.ts", import.meta.url));
    worker.unref();
    // Between two pictures it would be nobody's, and end the process.
    worker.on("error", (err) => this.log.error({ err }, "the thread that draws previews failed"));
    return worker;
  }

  /** The next picture starts another thread. */
  private end(worker: Worker) {
    if (this.worker === worker) this.worker = undefined;
    void worker.terminate();
  }
}
