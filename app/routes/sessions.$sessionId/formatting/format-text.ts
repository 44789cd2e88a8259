/** Formats one text. Each language's library is loaded when the first such text comes. */
import type { Plugin } from "prettier";
import { ConfigError, type FileText, formatConfig, type Indentation } from "./format-config.ts";
import type { FormatKind } from "./format-kind.ts";

export type Wanted = {
  kind: FormatKind;
  path: string;
  text: string;
  /** UTF-16 offsets: what is outside of them is left alone where the library can do that. */
  range?: { start: number; end: number };
  indentation: Indentation;
  configs: FileText[];
};

export type Formatted =
  | { text: string }
  /** `line` is counted from 1. */
  | { problem: "syntax"; line?: number }
  | { problem: "config"; path: string };

/** Black's and Ruff's own width. */
const PYTHON_WIDTH = 88;

/** Rejects where what formats the language cannot be loaded. */
export async function formatText(wanted: Wanted, loadRuff: () => Promise<Ruff>): Promise<Formatted> {
  try {
    const { config, source } = await formatConfig(wanted.path, wanted.configs);
    const format = await load(wanted.kind, loadRuff);
    return await attempt(() => format(wanted, { ...wanted.indentation, ...config }), wanted.text, source);
  } catch (error) {
    if (error instanceof ConfigError) return { problem: "config", path: error.path };
    throw error;
  }
}

async function attempt(format: () => string | Promise<string>, text: string, source?: string): Promise<Formatted> {
  try {
    return { text: await format() };
  } catch (error) {
    if (source && error instanceof Error && /^Invalid \S+ value/.test(error.message)) throw new ConfigError(source);
    const line = lineOf(error, text);
    return { problem: "syntax", ...(line && { line }) };
  }
}

type Format = (wanted: Wanted, config: Config) => string | Promise<string>;

async function load(kind: FormatKind, loadRuff: () => Promise<Ruff>): Promise<Format> {
  if (kind === "python") {
    const ruff = await loadRuff();
    return (wanted, config) => python(wanted, config, ruff);
  }
  if (kind === "sql") {
    // Named here, so that no other dialect is loaded.
    const { formatDialect, postgresql, sqlite } = await import("sql-formatter");
    return (wanted, config) => sql(wanted, config, { formatDialect, postgresql, sqlite });
  }
  const [{ format }, loaded] = await Promise.all([import("prettier/standalone"), plugins[kind]()]);
  return ({ path, text, range }, config) =>
    format(text, {
      ...config,
      parser: kind,
      filepath: path,
      plugins: loaded,
      ...(range && withRanges.includes(kind) && { rangeStart: range.start, rangeEnd: range.end }),
    });
}

type Config = Indentation & { printWidth?: number };

/** Beside what all have in common. */
const plugins: { [Kind in Exclude<FormatKind, "sql" | "python">]: () => Promise<Plugin[]> } = {
  babel: () => all(import("prettier/plugins/babel"), import("prettier/plugins/estree")),
  json: () => all(import("prettier/plugins/babel"), import("prettier/plugins/estree")),
  typescript: () => all(import("prettier/plugins/typescript"), import("prettier/plugins/estree")),
  css: () => all(import("prettier/plugins/postcss")),
  scss: () => all(import("prettier/plugins/postcss")),
  less: () => all(import("prettier/plugins/postcss")),
  // With the styles and the scripts in it.
  html: () =>
    all(
      import("prettier/plugins/html"),
      import("prettier/plugins/postcss"),
      import("prettier/plugins/babel"),
      import("prettier/plugins/estree"),
    ),
  markdown: () => all(import("prettier/plugins/markdown"), import("prettier/plugins/yaml")),
  mdx: () => all(import("prettier/plugins/markdown"), import("prettier/plugins/yaml")),
  yaml: () => all(import("prettier/plugins/yaml")),
  graphql: () => all(import("prettier/plugins/graphql")),
};
const all = (...loaded: Promise<unknown>[]) => Promise.all(loaded as Promise<Plugin>[]);
const withRanges: FormatKind[] = ["babel", "typescript", "json", "css", "scss", "less", "graphql"];

type Sql = Pick<typeof import("sql-formatter"), "formatDialect" | "postgresql" | "sqlite">;

function sql({ text }: Wanted, { useTabs, tabWidth, printWidth }: Config, { formatDialect, ...dialects }: Sql): string {
  const options = { useTabs, tabWidth, ...(printWidth && { expressionWidth: printWidth }) };
  const end = text.endsWith("\n") ? "\n" : "";
  try {
    return formatDialect(text, { ...options, dialect: dialects.sqlite }) + end;
  } catch (error) {
    try {
      return formatDialect(text, { ...options, dialect: dialects.postgresql }) + end;
    } catch {
      // What is read here runs with SQLite: its word counts.
      throw error;
    }
  }
}

type Ruff = Pick<typeof import("@wasm-fmt/ruff_fmt/web"), "format" | "format_range">;

function python({ text, path, range }: Wanted, { useTabs, tabWidth, printWidth }: Config, ruff: Ruff): string {
  const config = {
    indent_style: useTabs ? "tab" : "space",
    indent_width: tabWidth,
    line_width: printWidth ?? PYTHON_WIDTH,
  } as const;
  if (!range) return ruff.format(text, path, config);
  const bytes = new TextEncoder().encode(text);
  const at = (offset: number) => new TextEncoder().encode(text.slice(0, offset)).length;
  const { code, source_range: replaced } = ruff.format_range(
    text,
    { start: at(range.start), end: at(range.end) },
    path,
    config,
  );
  const part = (start: number, end?: number) => new TextDecoder().decode(bytes.slice(start, end));
  return part(0, replaced.start) + code + part(replaced.end);
}

/** The line, from 1, where a library says that it could not go on; each has a way of its own to say so. */
function lineOf(error: unknown, text: string): number | undefined {
  const { loc } = (typeof error === "object" && error !== null ? error : {}) as {
    loc?: { start?: { line?: unknown } };
  };
  if (typeof loc?.start?.line === "number") return loc.start.line;
  const message = error instanceof Error ? error.message : String(error);
  const [, bytes] = /\bbyte range (\d+)\.\./.exec(message) ?? [];
  if (bytes) return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, Number(bytes))).split("\n").length;
  const line = Number(/\bline (\d+)/.exec(message)?.[1]);
  return Number.isInteger(line) ? line : undefined;
}
