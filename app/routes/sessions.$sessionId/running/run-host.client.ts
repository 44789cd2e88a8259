import type { Piece, Runner } from "../../../../protocol/runs.ts";
import type { Job } from "../../../runner/messages.ts";

export type RunEnd = { state: "done" | "failed" | "stopped"; exitCode: number | null; ms: number };

export type RunListener = {
  /** At most `MAX_BATCH_CHARS` a call, and `MAX_OUTPUT_CHARS` of a run. */
  onPieces(pieces: Piece[]): void;
  /** There is more output than is shown. */
  onCut(): void;
  /** The program waits for a line. */
  onInput(): void;
  /** The language is loaded for the first time: its size. */
  onLoading(bytes: number): void;
  /** The code itself begins. */
  onStart(): void;
  /** `why`: a run that could not go on, in words of the frame or the language. */
  onEnd(end: RunEnd, why?: RunBreak): void;
};

/** `memory`: the frame is gone. `loading`: what the language needs could not be fetched. Else what was said. */
export type RunBreak = "memory" | "loading" | { said: string };

/** Runs code in a cage: one a page, one run at a time. */
export class RunHost {
  run(_runner: Runner, _job: Job, _listener: RunListener): void {}
  /** `null` is the end of input. */
  answer(_line: string | null): void {}
  stop(): void {}
  /** Loads ahead. */
  prepare(_runner: Runner): void {}
  dispose(): void {}
}
