/** The thread that searches: it is started when it is needed, and ended when it takes too long. */
import { SearchError, type SearchFailure } from "./search-error.ts";
import type { FileResults, gatherEdits, Wanted } from "./search-texts.ts";
import type { FromWorker, ToWorker } from "./search.worker.ts";
import SearchWorker from "./search.worker.ts?worker";

/** Nobody waits longer for a search; one that takes so long would hardly ever end. */
const TIMEOUT_MS = 3_000;
/** How long the page may read texts before it looks after its people again. */
const SLICE_MS = 8;

/** A file as it is now; `version` changes with its text. */
export type SearchedFile = { id: string; version: number; read: () => string };

type Asked = { resolve: (answer: FromWorker) => void; reject: (error: SearchError) => void };

export class SearchThread {
  private worker: Worker | undefined;
  private asked: Asked | undefined;
  /** Which version of each text the thread has. */
  private readonly known = new Map<string, number>();

  /** What there is to list. One question at a time. */
  async list(wanted: Wanted, files: SearchedFile[]): Promise<FileResults[]> {
    return (await this.run({ kind: "list", ...wanted }, files)) as FileResults[];
  }

  /** The edits that replace what is found in the texts as they are when this is called, or were written since. */
  async edits(wanted: Wanted, files: SearchedFile[]): Promise<ReturnType<typeof gatherEdits>> {
    return (await this.run({ kind: "edits", ...wanted }, files)) as ReturnType<typeof gatherEdits>;
  }

  /** Ends what runs, if anything does. */
  stop(failure: SearchFailure = "ended") {
    this.worker?.terminate();
    this.worker = undefined;
    this.known.clear();
    const { asked } = this;
    this.asked = undefined;
    asked?.reject(new SearchError(failure));
  }

  private async run(question: ToWorker, files: SearchedFile[]): Promise<FromWorker> {
    const worker = (this.worker ??= await this.start());
    await this.send(worker, files);
    const timer = setTimeout(() => this.stop("too-slow"), TIMEOUT_MS);
    try {
      return await this.ask(worker, question);
    } finally {
      clearTimeout(timer);
    }
  }

  private async start(): Promise<Worker> {
    const worker = new SearchWorker();
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.answered(data);
    worker.onerror = () => this.stop("not-loaded");
    this.worker = worker;
    await new Promise<FromWorker>((resolve, reject) => (this.asked = { resolve, reject }));
    return worker;
  }

  private answered(data: FromWorker) {
    const { asked } = this;
    this.asked = undefined;
    asked?.resolve(data);
  }

  /** Texts that the thread lacks, a few at a time. */
  private async send(worker: Worker, files: SearchedFile[]) {
    let began = performance.now();
    for (const { id, version, read } of files) {
      if (this.known.get(id) === version) continue;
      if (performance.now() - began > SLICE_MS) {
        await new Promise((resolve) => setTimeout(resolve));
        began = performance.now();
      }
      if (worker !== this.worker) throw new SearchError("ended");
      this.known.set(id, version);
      worker.postMessage({ kind: "texts", texts: [[id, read()]] } satisfies ToWorker);
    }
  }

  private ask(worker: Worker, question: ToWorker): Promise<FromWorker> {
    if (worker !== this.worker) throw new SearchError("ended");
    return new Promise((resolve, reject) => {
      this.asked = { resolve, reject };
      worker.postMessage(question);
    });
  }
}
