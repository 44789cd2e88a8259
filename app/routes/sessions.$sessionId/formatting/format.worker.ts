/** Formats beside the page, which goes on meanwhile; one that never ends is ended with this thread. */
import init, * as ruff from "@wasm-fmt/ruff_fmt/web";
import address from "@wasm-fmt/ruff_fmt/wasm?url";
import { type Formatted, formatText, type Wanted } from "./format-text.ts";

async function loadRuff() {
  await init(address);
  return ruff;
}

export type FromWorker = Formatted | { problem: "not-loaded" };
const answer = (message: FromWorker) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Wanted>) => {
  formatText(data, loadRuff).then(answer, () => answer({ problem: "not-loaded" }));
});
