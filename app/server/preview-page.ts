/**
 * The frame in which a page of a session is shown (app/runner/preview/frame.js). `PREVIEW_ORIGIN`, where it is set, is
 * another site of the same server, which has nothing else: browsers give it a process of its own.
 */
import type { RequestHandler } from "express";
import { readFileSync } from "node:fs";
import path from "node:path";
import { cagedPage } from "./caged-page.ts";
import type { WebEnv } from "./env.ts";

const script = readFileSync(path.join(import.meta.dirname, "..", "runner", "preview", "frame.js"), "utf8");
const texts = "data: blob:";

export function previewPage({ APP_ORIGIN, PREVIEW_ORIGIN }: WebEnv): RequestHandler {
  return cagedPage({
    script,
    embedder: PREVIEW_ORIGIN ? APP_ORIGIN : undefined,
    policy: [
      // With forms, since without them nobody would hear of `submit`; `form-action` lets none be sent.
      "sandbox allow-scripts allow-forms",
      `script-src 'unsafe-inline' 'unsafe-eval' ${texts}`,
      `style-src 'unsafe-inline' ${texts}`,
      `img-src ${texts}`,
      `font-src ${texts}`,
      `media-src ${texts}`,
      "worker-src blob:",
    ],
  });
}

/** On the preview's own site nothing else is answered. */
export function previewSite({ APP_ORIGIN, PREVIEW_ORIGIN }: WebEnv): RequestHandler {
  const host = PREVIEW_ORIGIN && PREVIEW_ORIGIN !== APP_ORIGIN ? new URL(PREVIEW_ORIGIN).host : undefined;
  return (request, response, next) => {
    if (host === undefined || request.get("host") !== host || request.path === "/preview") return next();
    response.status(404).type("text").send("Not found\n");
  };
}
