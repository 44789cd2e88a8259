/** What the frame needs for each language: fetched when somebody first runs it, and cached by the browser. */
import { added } from "virtual:added-languages";
import type { RunKind, Runner } from "../../../../protocol/runs.ts";
import sqliteModule from "@sqlite.org/sqlite-wasm/sqlite3.wasm?url";
import pyodideModule from "pyodide/pyodide.asm.wasm?url";
import pythonLibrary from "pyodide/python_stdlib.zip?url";
import luaModule from "wasmoon/dist/glue.wasm?url";
import javascript from "../../../runner/javascript/worker.ts?runner";
import javascriptTests from "../../../runner/javascript/tests-worker.ts?runner";
import lua from "../../../runner/lua/worker.ts?runner";
import python from "../../../runner/python/worker.ts?runner";
import sql from "../../../runner/sql/worker.ts?runner";
import { fetchFiles } from "./fetch-files.client.ts";

type Parts = { script: string; assets: Record<string, string> };

const languages: Partial<Record<LanguageName, Parts>> = {
  ...added,
  javascript: { script: javascript, assets: {} },
  javascriptTests: { script: javascriptTests, assets: {} },
  python: {
    script: python,
    assets: { "pyodide.asm.wasm": pyodideModule, "python_stdlib.zip": pythonLibrary },
  },
  sql: { script: sql, assets: { "sqlite3.wasm": sqliteModule } },
  lua: { script: lua, assets: { "glue.wasm": luaModule } },
};
export type LanguageName = Runner | "javascriptTests";

/** What runs in a worker; a page is shown in a frame (`preview-host.client.ts`). */
export type WorkerRunner = Exclude<Runner, "html">;

/** Tests in JavaScript need more than a program does; one compiler is for C and C++. */
export function languageOf(runner: WorkerRunner, kind: RunKind): LanguageName {
  if (runner === "cpp") return "c";
  return runner === "javascript" && kind === "tests" ? "javascriptTests" : runner;
}

type Fetched = { script: string; assets: Record<string, ArrayBuffer> };

/** `onLoading` is told how many bytes are loaded, as sent, where this device has not loaded them before. */
export async function fetchLanguage(name: LanguageName, onLoading: (bytes: number) => void): Promise<Fetched> {
  const parts = languages[name];
  if (!parts) throw new Error(`There is nothing that runs ${name}.`);
  const names = Object.keys(parts.assets);
  const [script, ...assets] = await fetchFiles([parts.script, ...Object.values(parts.assets)], onLoading);
  return {
    script: new TextDecoder().decode(script),
    assets: Object.fromEntries(assets.map((content, nth) => [names[nth] ?? "", content])),
  };
}
