import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import subsetFont from "subset-font";
import type { Plugin } from "vite";

/** Each icon as Monaco registers it: by its name in code and in style sheets, with its character or another's name. */
const REGISTERED = /(\w+): register\('([\w-]+)', (?:(0x[\da-f]+)|'([\w-]+)')\)/g;
/** How Monaco's code and style sheets name one: in code, as a class, or in a label. */
const NAMED = /\bCodicon\.(\w+)|\bcodicon-([a-z][\w-]*)|\$\(([a-z][\w-]*?)(?:~\w+)?\)/g;

/**
 * Monaco's icons are a font of several hundred, most of which only VS Code draws. What Monaco's own code names is kept,
 * a sixth of it. The style sheet's address is turned to the smaller file before Vite reads it, so that the name which
 * the build gives it follows what is in it.
 */
export function codiconFont(root: string): Plugin {
  return {
    name: "tandem-codicon-font",
    async config() {
      const monaco = path.join(root, "node_modules", "monaco-editor", "esm", "vs");
      const font = readFileSync(path.join(monaco, "base", "browser", "ui", "codicons", "codicon", "codicon.ttf"));
      const smaller = path.join(root, "build", "codicon.ttf");
      mkdirSync(path.dirname(smaller), { recursive: true });
      writeFileSync(smaller, await subsetFont(font, usedCharacters(monaco), { targetFormat: "truetype" }));
      return { resolve: { alias: [{ find: "./codicon.ttf", replacement: smaller }] } };
    },
  };
}

/** The characters of all icons that are named anywhere in Monaco, `monaco` being its folder of modules. */
export function usedCharacters(monaco: string): string {
  const registers = ["codiconsLibrary.js", "codicons.js"].map((name) => path.join(monaco, "base", "common", name));
  const characters = new Map<string, number>();
  for (const [, inCode = "", inStyle = "", code, other = ""] of registers
    .map((file) => readFileSync(file, "utf8"))
    .join("\n")
    .matchAll(REGISTERED)) {
    const character = code ? Number(code) : characters.get(other);
    if (character === undefined) throw new Error(`The icon ${inStyle} is another name of ${other}, which is unknown.`);
    characters.set(inCode, character).set(inStyle, character);
  }
  const used = new Set<number>();
  for (const entry of readdirSync(monaco, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css)$/.test(entry.name)) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), "utf8");
    for (const [, inCode, inStyle, inLabel] of text.matchAll(NAMED)) {
      const character = characters.get(inCode ?? inStyle ?? inLabel ?? "");
      if (character) used.add(character);
    }
  }
  return String.fromCodePoint(...used);
}
