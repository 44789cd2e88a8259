/** The thread that formats: it is started when it is needed, and ended when it takes too long. */
import type { Wanted } from "./format-text.ts";
import type { FromWorker } from "./format.worker.ts";
import FormatWorker from "./format.worker.ts?worker";

/** Nobody waits longer; what takes so long would hardly ever end. */
const TIMEOUT_MS = 10_000;

export type Answer = FromWorker | { problem: "too-slow" };

let worker: Worker | undefined;

/** One text at a time. */
export function format(wanted: Wanted): Promise<Answer> {
  return new Promise((resolve) => {
    const thread = (worker ??= new FormatWorker());
    const end = (answer: Answer) => {
      clearTimeout(timer);
      if ("problem" in answer && (answer.problem === "too-slow" || answer.problem === "not-loaded")) {
        thread.terminate();
        worker = undefined;
      }
      resolve(answer);
    };
    const timer = setTimeout(() => end({ problem: "too-slow" }), TIMEOUT_MS);
    thread.onmessage = ({ data }: MessageEvent<FromWorker>) => end(data);
    thread.onerror = () => end({ problem: "not-loaded" });
    thread.postMessage(wanted);
  });
}
