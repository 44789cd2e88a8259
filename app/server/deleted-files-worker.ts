/** Replays histories on a thread of its own: a long one would hold up everybody's requests. */
import { parentPort } from "node:worker_threads";
import { findLostFiles, type LostFile, type Replay } from "./replay-history.ts";

export type ReplayRequest = Replay & { id: number };
export type ReplayAnswer = { id: number; files: LostFile[]; isWhole: boolean };

parentPort?.on("message", ({ id, ...replay }: ReplayRequest) => {
  parentPort?.postMessage({ id, ...findLostFiles(replay) } satisfies ReplayAnswer);
});
