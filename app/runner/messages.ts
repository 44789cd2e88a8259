/**
 * What passes between a page, the frame in which code runs, and the worker in that frame. A run has no id here: what
 * comes out of the frame belongs to the run that the page has given to it, whatever it says of itself.
 */
import type { Piece, Runner, RunKind } from "../../protocol/runs.ts";

export type RunFile = { path: string; content: string };

/** What is to be run: one file, and all files of the session, which it may import. */
export type Job = { kind: RunKind; entry: string; files: RunFile[] };

/** Files that a language needs, by name: a module of WebAssembly is compiled once, in the frame. */
export type Assets = Record<string, ArrayBuffer | WebAssembly.Module>;

/** Page → frame. `script` is a runner's worker, complete in one file. */
export type ToFrame =
  | { type: "prepare"; runner: Runner; script: string; assets: Record<string, ArrayBuffer> }
  | { type: "run"; runner: Runner; job: Job }
  | { type: "line"; text: string | null }
  | { type: "stop" }
  | { type: "taken" }
  | { type: "ping" };

/** Frame → page. After each `output` the frame waits for `taken`. */
export type FromFrame =
  { type: "up" } | { type: "prepared"; runner: Runner } | FromWorker | { type: "stopped" } | { type: "pong" };

/** Frame → worker. A worker prepares itself, runs one job, and is thrown away. `null` is the end of input. */
export type ToWorker =
  | { type: "prepare"; assets: Assets }
  | { type: "run"; job: Job }
  | { type: "line"; text: string | null }
  | { type: "taken" };

/** Worker → frame. After each `output` the worker waits for `taken`. */
export type FromWorker =
  | { type: "ready" }
  | { type: "output"; pieces: Piece[] }
  | { type: "input" }
  | { type: "end"; exitCode: number }
  | { type: "broken"; reason: string };
