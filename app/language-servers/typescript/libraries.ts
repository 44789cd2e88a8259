/** The types of what browsers have, as TypeScript ships them, and of what our runner has besides. */
import runnerTypes from "./runner.d.ts?raw";

const FOLDER = "/node_modules/typescript/lib/";

const shipped = import.meta.glob<string>(
  ["/node_modules/typescript/lib/lib.es*.d.ts", "/node_modules/typescript/lib/lib.d{om,ecorators}*.d.ts"],
  { query: "?raw", import: "default", eager: true },
);

/** A page's function waits where it is called; ours gives a promise, and TypeScript would take the page's first. */
const PAGES_PROMPT = /^\/\*\*\n(?: \*.*\n)+declare function prompt\(.*\n/m;

export function readLib(name: string): string | undefined {
  if (name === "runner.d.ts") return runnerTypes;
  const text = shipped[FOLDER + name];
  return name === "lib.dom.d.ts" ? text?.replace(PAGES_PROMPT, "") : text;
}
