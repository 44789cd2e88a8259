/** Assets by their names, and how libraries get them that would rather fetch them themselves. */
import type { Assets } from "./messages.ts";

export function moduleOf(assets: Assets, name: string): WebAssembly.Module {
  const asset = assets[name];
  if (!(asset instanceof WebAssembly.Module)) throw new Error(`There is no module ${name}.`);
  return asset;
}

/** While `load` is under way, a fetch answers the asset of that name, and what is made of an answer is of `module`. */
export async function fromAssets<Loaded>(
  assets: Assets,
  module: WebAssembly.Module,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  Object.assign(globalThis, {
    fetch: async (address: string | URL) => {
      const asset = assets[String(address).split("/").at(-1) ?? ""];
      return new Response(asset instanceof WebAssembly.Module ? undefined : asset);
    },
  });
  Object.assign(WebAssembly, {
    instantiateStreaming: async (_answer: unknown, imports: WebAssembly.Imports) => ({
      module,
      instance: await WebAssembly.instantiate(module, imports),
    }),
  });
  try {
    return await load();
  } finally {
    Object.assign(globalThis, { fetch });
    Object.assign(WebAssembly, { instantiateStreaming });
  }
}
