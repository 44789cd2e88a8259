/** The worker's side of app/runner/messages.ts: a language that has been given a worker of its own. */
import type { Language, Prepared } from "./language.ts";
import type { FromWorker, Job, ToWorker } from "./messages.ts";
import { OutputBuffer } from "./output-buffer.ts";

/** A worker's own: the types of this project are a page's. */
const scope = self as unknown as Pick<Worker, "postMessage" | "addEventListener">;

/**
 * safety: workers that make workers take every thread of the machine within seconds, and with it pages that are no part
 * of this. Nothing of ours starts one, and once the name is taken away there is no other way to what was behind it.
 */
Object.assign(globalThis, {
  Worker: function Worker() {
    throw new Error("A program cannot start workers here: it is one itself.");
  },
});

export function serve(language: Language) {
  // Ours alone: what people's code finds under this name would only confuse it, and is theirs to lose.
  const post = scope.postMessage.bind(scope) as (message: FromWorker) => void;
  const lines: (string | null)[] = [];
  let waiting: ((line: string | null) => void) | undefined;
  let prepared: Promise<Prepared> | undefined;

  scope.addEventListener("message", (event: MessageEvent<ToWorker>) => {
    // People's code in here may send itself messages, which are not for us.
    event.stopImmediatePropagation();
    const { data } = event;
    if (data.type === "prepare") {
      prepared = language.prepare(data.assets);
      prepared.then(
        () => post({ type: "ready" }),
        (error: unknown) => post({ type: "broken", reason: String(error) }),
      );
    }
    if (data.type === "run") void run(data.job);
    if (data.type === "line") {
      if (waiting) {
        waiting(data.text);
        waiting = undefined;
      } else lines.push(data.text);
    }
  });

  async function run(job: Job) {
    const output = new OutputBuffer((pieces) => post({ type: "output", pieces }));
    let hasEnded = false;
    const readLine = () => {
      const [line] = lines.splice(0, 1);
      if (line !== undefined) return Promise.resolve(line);
      if (hasEnded) return Promise.resolve(null);
      output.flush();
      post({ type: "input" });
      return new Promise<string | null>((resolve) => {
        waiting = (answered) => {
          hasEnded ||= answered === null;
          resolve(answered);
        };
      });
    };
    try {
      const start = await prepared;
      if (!start) throw new Error("There was nothing to prepare.");
      post({ type: "started" });
      const exitCode = await start(job, {
        write: (kind, text) => output.add({ kind, text }),
        piece: (piece) => output.add(piece),
        readLine,
      });
      output.flush();
      post({ type: "end", exitCode });
    } catch (error) {
      output.flush();
      post({ type: "broken", reason: error instanceof Error ? error.message : String(error) });
    }
  }
}
