/** The files of a session as CommonJS modules. */
import { transform, type Transform } from "sucrase";
import type { RunFile } from "../messages.ts";

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
