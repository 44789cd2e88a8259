/** Merges logs on a thread of its own: a large document would hold up everybody who types. */
import { parentPort } from "node:worker_threads";
import type { LoggedUpdate, Merged } from "../../db/document-updates.ts";
import { mergeLog } from "./merge-log.ts";

export type MergeRequest = { id: number; snapshot: Uint8Array; log: LoggedUpdate[] };
export type MergeAnswer = { id: number; merged: Merged } | { id: number; problem: string };

parentPort?.on("message", ({ id, snapshot, log }: MergeRequest) => {
  let answer: MergeAnswer;
  try {
    answer = { id, merged: mergeLog(snapshot, log) };
  } catch (error) {
    answer = { id, problem: String(error) };
  }
  parentPort?.postMessage(answer);
});
