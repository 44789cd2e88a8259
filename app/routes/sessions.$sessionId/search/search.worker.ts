/** Searches beside the page, which goes on meanwhile; an expression that never ends is ended with this thread. */
import { gatherEdits, listResults, type Wanted } from "./search-texts.ts";

export type ToWorker =
  { kind: "texts"; texts: [fileId: string, text: string][] } | ({ kind: "list" | "edits" } & Wanted);
export type FromWorker = "ready" | ReturnType<typeof listResults> | ReturnType<typeof gatherEdits>;

const texts = new Map<string, string>();
const answer = (message: FromWorker) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "texts") for (const [fileId, text] of data.texts) texts.set(fileId, text);
  else answer(data.kind === "list" ? listResults(texts, data) : gatherEdits(texts, data));
});
answer("ready");
