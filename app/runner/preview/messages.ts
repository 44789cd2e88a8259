/** What passes between a page and the frame in which a page of the session is shown. */
import type { Piece } from "../../../protocol/runs.ts";
import type { RunFile } from "../messages.ts";

/** Page → frame. A frame shows one page once; `script` is preview.ts, complete in one text. */
export type ToPreview =
  | { type: "prepare"; script: string }
  | { type: "show"; entry: string; files: RunFile[]; scrolledTo: number }
  | { type: "ping" };

/** Frame → page. `wants`: a link was followed to another page of the session. `looped`: a loop had to be ended. */
export type FromPreview =
  | { type: "output"; pieces: Piece[] }
  | { type: "title"; title: string }
  | { type: "scrolled"; to: number }
  | { type: "wants"; path: string }
  | { type: "looped" }
  | { type: "pong" };
