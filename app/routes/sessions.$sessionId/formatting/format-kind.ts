import type { LanguageId } from "../../../languages.ts";

/** Who formats a file: prettier with one of its parsers, or a library of the language's own. */
export type FormatKind =
  | "babel"
  | "typescript"
  | "json"
  | "css"
  | "scss"
  | "less"
  | "html"
  | "markdown"
  | "mdx"
  | "yaml"
  | "graphql"
  | "sql"
  | "python";

const kinds: { [Language in LanguageId]?: FormatKind } = {
  javascript: "babel",
  typescript: "typescript",
  json: "json",
  css: "css",
  scss: "scss",
  less: "less",
  html: "html",
  markdown: "markdown",
  yaml: "yaml",
  graphql: "graphql",
  sql: "sql",
  python: "python",
};

/** Undefined where nothing formats the language. */
export function formatKind({ path, language }: { path: string; language: string }): FormatKind | undefined {
  if (language === "markdown" && path.endsWith(".mdx")) return "mdx";
  return Object.hasOwn(kinds, language) ? kinds[language as LanguageId] : undefined;
}
