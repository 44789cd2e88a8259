/** Which file of the session an address means. */
import { resolveFile } from "../javascript/resolve-file.ts";
import type { RunFile } from "../messages.ts";

export type Files = ReadonlyMap<string, RunFile>;

/** The path that an address means in the file `from`; undefined for what lies elsewhere, or is nowhere. */
export function fileAt(files: Files, address: string, from: string): string | undefined {
  const path = pathOf(address);
  return path === undefined ? undefined : resolveFile(files, path, from);
}

/** An address without what follows the path; undefined where it has a host, a scheme, or is a place in the page. */
export function pathOf(address: string): string | undefined {
  const [path = ""] = address.trim().split(/[?#]/);
  if (path === "" || /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(path)) return;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

const types: Record<string, string> = {
  css: "text/css",
  htm: "text/html",
  html: "text/html",
  js: "text/javascript",
  json: "application/json",
  mjs: "text/javascript",
  svg: "image/svg+xml",
  vtt: "text/vtt",
  xml: "text/xml",
};

/** What a file is served as. */
export const typeOf = (path: string): string =>
  types[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "text/plain";
