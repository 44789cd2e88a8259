import type { Piece, Runner } from "../../../../protocol/runs.ts";
import type { Job } from "../../../runner/messages.ts";

export type RunEnd = { state: "done" | "failed" | "stopped"; exitCode: number | null; ms: number };

export type RunListener = {
  /** At most `MAX_BATCH_CHARS` a call; after `MAX_OUTPUT_CHARS` nothing more comes but a note. */
  onPieces(pieces: Piece[]): void;
  /** The program waits for a line. */
  onInput(): void;
  /** The language is loaded for the first time: its size. */
  onLoading(bytes: number): void;
  /** The code itself begins. */
  onStart(): void;
  onEnd(end: RunEnd): void;
};

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
