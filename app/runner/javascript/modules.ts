/** The files of a session as modules: which one an import means, and what it is as CommonJS. */
import { transform, type Transform } from "sucrase";
import type { RunFile } from "../messages.ts";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
/** TypeScript lets one import `util.ts` by the name that it would have once compiled. */
const SOURCE_OF: Record<string, string[]> = { js: ["ts", "tsx"], jsx: ["tsx"], mjs: ["mts"], cjs: ["cts"] };

/** The file's path that `specifier` means in the file `from`, or undefined. Only `./`, `../` and `/` name files. */
export function resolveFile(files: ReadonlyMap<string, RunFile>, specifier: string, from: string): string | undefined {
  const parts = specifier.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  const named = parts.join("/");
  const [, stem, extension] = /^(.*)\.([cm]?jsx?)$/.exec(named) ?? [];
  return [
    named,
    ...(SOURCE_OF[extension ?? ""] ?? []).map((source) => `${stem}.${source}`),
    ...EXTENSIONS.map((each) => named + each),
    ...EXTENSIONS.map((each) => `${named}${named ? "/" : ""}index${each}`),
  ].find((path) => files.has(path));
}

/** What a mistake in the syntax says, and where: both lines and columns count from 1. */
export class SyntaxMistake extends Error {
  override name = "SyntaxError";
}

/** The file as the body of a CommonJS module, with each line where it was. Throws a `SyntaxMistake`. */
export function toCommonJs({ path, content }: RunFile): string {
  if (path.endsWith(".json")) return `module.exports = ${content.trim() || "{}"};`;
  const transforms: Transform[] = ["imports"];
  if (/\.[cm]?tsx?$/.test(path)) transforms.push("typescript");
  if (path.endsWith("x")) transforms.push("jsx");
  try {
    return transform(content, {
      transforms,
      filePath: path,
      production: true,
      disableESTransforms: true,
      jsxRuntime: "classic",
    }).code;
  } catch (error) {
    throw new SyntaxMistake(sayWhere(path, error instanceof Error ? error.message : String(error)));
  }
}

/** From "Error transforming main.ts: Unexpected token (3:5)" to "main.ts:3:5: Unexpected token". */
export function sayWhere(path: string, message: string): string {
  const [, line, column] = /\((\d+):(\d+)\)$/.exec(message) ?? [];
  const said = message
    .replace(/^Error transforming .*?: /, "")
    .replace(/^SyntaxError: /, "")
    .replace(/ \(\d+:\d+\)$/, "");
  return line ? `${path}:${line}:${column}: ${said}` : `${path}: ${said}`;
}
