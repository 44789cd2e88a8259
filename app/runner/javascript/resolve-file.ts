/** Which of a session's files an import means: for programs that run, and for the editor that explains them. */

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
/** TypeScript lets one import `util.ts` by the name that it would have once compiled. */
const SOURCE_OF: Record<string, string[]> = { js: ["ts", "tsx"], jsx: ["tsx"], mjs: ["mts"], cjs: ["cts"] };

type Paths = { has(path: string): boolean };

/** The file's path that `specifier` means in the file `from`, or undefined. Only `./`, `../` and `/` name files. */
export function resolveFile(files: Paths, specifier: string, from: string): string | undefined {
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
