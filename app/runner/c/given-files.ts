/**
 * Clang's package fetches its files, and compiles those that are WebAssembly. Here they are given, and compiled
 * already: an answer that stands for a module has its name. To be imported before the package, which keeps the `fetch`
 * that it finds.
 */
import { moduleOf } from "../assets.ts";
import type { Assets } from "../messages.ts";

let given: Assets = {};

export function give(assets: Assets) {
  given = assets;
}

Object.assign(globalThis, {
  fetch: async (address: URL) => {
    const name = address.pathname.split("/").at(-1) ?? "";
    const asset = given[name];
    return new Response(asset instanceof WebAssembly.Module ? name : asset);
  },
});
Object.assign(WebAssembly, {
  compileStreaming: async (answer: Response) => moduleOf(given, await answer.text()),
});
