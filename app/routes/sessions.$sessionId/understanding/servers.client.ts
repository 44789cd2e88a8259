/** The language servers that there are, and what each of them is for. */
import CssWorker from "../../../language-servers/css/worker.ts?worker";
import HtmlWorker from "../../../language-servers/html/worker.ts?worker";
import JsonWorker from "../../../language-servers/json/worker.ts?worker";
import PythonWorker from "../../../language-servers/python/worker.ts?worker";
import TypeScriptWorker from "../../../language-servers/typescript/worker.ts?worker";

export type ServerKind = {
  /** What people call it. */
  readonly name: string;
  /** Monaco's ids of the languages that it understands. */
  languages: readonly string[];
  /** Others that it reads, because files of its own import them. */
  alsoReads?: readonly string[];
  start: () => Worker;
};

export const servers = {
  typescript: {
    name: "TypeScript",
    languages: ["typescript", "javascript"],
    alsoReads: ["json"],
    start: () => new TypeScriptWorker(),
  },
  python: { name: "Python", languages: ["python"], start: () => new PythonWorker() },
  json: { name: "JSON", languages: ["json"], start: () => new JsonWorker() },
  css: { name: "CSS", languages: ["css", "scss", "less"], start: () => new CssWorker() },
  html: { name: "HTML", languages: ["html"], start: () => new HtmlWorker() },
} satisfies Record<string, ServerKind>;
export type ServerName = keyof typeof servers;

export const serverOf = (language: string): ServerName | undefined =>
  (Object.keys(servers) as ServerName[]).find((name) => (servers[name].languages as string[]).includes(language));
