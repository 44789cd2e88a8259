/** Draws on a thread of its own: a picture takes as long as ten pages do. */
import { parentPort } from "node:worker_threads";
import { drawPreview } from "./draw-preview.ts";

export type PreviewAnswer = { png: Uint8Array } | { error: unknown };

parentPort?.on("message", (title: string) => {
  drawPreview(title).then(
    (png) => parentPort?.postMessage({ png } satisfies PreviewAnswer),
    (error: unknown) => parentPort?.postMessage({ error } satisfies PreviewAnswer),
  );
});
