/**
 * What passes between a page, the frame in which code runs, and the worker in that frame. A run has no id here: what
 * comes out of the frame belongs to the run that the page has given to it, whatever it says of itself.
 */
import type { Piece, RunKind } from "../../protocol/runs.ts";

export type RunFile = { path: string; content: string };

/** What is to be run: one file, and all files of the session, which it may import. */
export type Job = { kind: RunKind; entry: string; files: RunFile[] };

/** Files that a language needs, by name: a module of WebAssembly is compiled once, in the frame. */
export type Assets = Record<string, ArrayBuffer | WebAssembly.Module>;

/** Page → frame. `script` is a language's worker, complete in one text; `language` is a name for it. */
export type ToFrame =
  | { type: "prepare"; language: string; script: string; assets: Record<string, ArrayBuffer> }
  | { type: "run"; language: string; job: Job }
  | { type: "line"; text: string | null }
  | { type: "stop" }
  | { type: "ping" };

/** Frame → page. */
export type FromFrame = { type: "prepared"; language: string } | FromWorker | { type: "stopped" } | { type: "pong" };

/** Frame → worker. A worker prepares itself, runs one job, and is thrown away. `null` is the end of input. */
export type ToWorker =
  { type: "prepare"; assets: Assets } | { type: "run"; job: Job } | { type: "line"; text: string | null };

/**
 * Worker → frame, as long as it is one of ours that speaks: people's code may send anything. `broken` ends a run that
 * cannot go on, with a sentence for people.
 */
export type FromWorker =
  | { type: "ready" }
  | { type: "started" }
  | { type: "output"; pieces: Piece[] }
  | { type: "input" }
  | { type: "end"; exitCode: number }
  | { type: "broken"; reason: string };
