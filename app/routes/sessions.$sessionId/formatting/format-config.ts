/**
 * How a session wants its code to be formatted, as a `.prettierrc` or an `.editorconfig` beside the file or above it
 * says; the simple part of both. A leaf but for what reads YAML, which is loaded when there is any.
 */
export type FileText = { path: string; text: string };

/** Of the indentation in the open file, for what no configuration says. */
export type Indentation = { useTabs: boolean; tabWidth: number };

export type FormatConfig = Partial<Indentation> & { printWidth?: number; [option: string]: unknown };

/** `source` is the prettier configuration that was read, if there is one. */
type Found = { config: FormatConfig; source?: string };

/** A configuration that nobody can read: nothing is formatted by a guess. */
export class ConfigError extends Error {
  readonly path: string;
  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

const PRETTIER = [".prettierrc", ".prettierrc.json", ".prettierrc.yaml", ".prettierrc.yml"];
const EDITOR = ".editorconfig";
export const configNames = [...PRETTIER, EDITOR];

/** Prettier's options that change nothing but the look; plugins, overrides and parsers are not taken. */
const options: Record<string, "boolean" | "number" | "string"> = {
  printWidth: "number",
  tabWidth: "number",
  useTabs: "boolean",
  semi: "boolean",
  singleQuote: "boolean",
  jsxSingleQuote: "boolean",
  quoteProps: "string",
  trailingComma: "string",
  bracketSpacing: "boolean",
  bracketSameLine: "boolean",
  objectWrap: "string",
  arrowParens: "string",
  proseWrap: "string",
  htmlWhitespaceSensitivity: "string",
  singleAttributePerLine: "boolean",
  experimentalOperatorPosition: "string",
  experimentalTernaries: "boolean",
};

/** `src/deep`, `src` and the top, for `src/deep/file.ts`. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join("/")).concat("");
}

const pathIn = (folder: string, name: string) => (folder === "" ? name : `${folder}/${name}`);

/** What counts for a file: that of prettier, and for the rest that of editors. */
export async function formatConfig(path: string, configs: FileText[]): Promise<Found> {
  const textOf = (wanted: string) => configs.find((config) => config.path === wanted)?.text;
  const config: FormatConfig = {};
  const folders = foldersOf(path);
  for (const folder of folders) {
    const text = textOf(pathIn(folder, EDITOR));
    if (text === undefined) continue;
    const { isRoot, properties } = editorConfig(text, folder === "" ? path : path.slice(folder.length + 1));
    // The nearer one counts.
    Object.assign(config, { ...properties, ...config });
    if (isRoot) break;
  }
  for (const folder of folders)
    for (const name of PRETTIER) {
      const source = pathIn(folder, name);
      const text = textOf(source);
      if (text !== undefined) return { config: { ...config, ...(await prettierConfig(source, text)) }, source };
    }
  return { config };
}

async function prettierConfig(path: string, text: string): Promise<FormatConfig> {
  if (text.trim() === "") return {};
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    if (path.endsWith(".json")) throw new ConfigError(path);
    const { parse } = await import("yaml");
    try {
      said = parse(text, { maxAliasCount: 0 });
    } catch {
      throw new ConfigError(path);
    }
  }
  if (typeof said !== "object" || said === null || Array.isArray(said)) throw new ConfigError(path);
  return Object.fromEntries(
    Object.entries(said).filter(([name, value]) => Object.hasOwn(options, name) && typeof value === options[name]),
  );
}

function editorConfig(text: string, path: string): { isRoot: boolean; properties: FormatConfig } {
  let isRoot = false;
  let counts: boolean | undefined;
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line);
    if (section) counts = matches(section[1] ?? "", path);
    const [, name = "", value = ""] = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (counts === undefined && name.toLowerCase() === "root") isRoot = value.toLowerCase() === "true";
    if (counts) found.set(name.toLowerCase(), value.toLowerCase());
  }
  const number = (name: string) => {
    const value = Number(found.get(name));
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  const style = found.get("indent_style");
  const tabWidth = number("indent_size") ?? number("tab_width");
  const printWidth = number("max_line_length");
  return {
    isRoot,
    properties: {
      ...((style === "tab" || style === "space") && { useTabs: style === "tab" }),
      ...(tabWidth && { tabWidth }),
      ...(printWidth && { printWidth }),
    },
  };
}

/** The signs of a section: `*`, `**`, `?` and `{one,other}`; one without a slash means files in all folders. */
function matches(glob: string, path: string): boolean {
  const pattern = glob.replace(/^\//, "");
  const source = pattern
    .split(/(\*\*|\*|\?|\{[^{}]*\})/)
    .map((part) => {
      if (part === "**") return ".*";
      if (part === "*") return "[^/]*";
      if (part === "?") return "[^/]";
      if (part.startsWith("{")) return `(?:${part.slice(1, -1).split(",").map(literal).join("|")})`;
      return literal(part);
    })
    .join("");
  return new RegExp(`^${glob.includes("/") ? "" : "(?:.*/)?"}${source}$`).test(path);
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
