import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./root.ts";

/**
 * The files of ours that run when `entry` does: itself, what it imports but for types, and so on, with the threads that
 * they start. Paths are from the project's folder.
 */
export function importsOf(entry: string): string[] {
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file) || !existsSync(path.join(root, file))) return;
    found.add(file);
    const source = readFileSync(path.join(root, file), "utf8").replace(/^import type [^;]*;/gm, "");
    for (const [, specifier = ""] of source.matchAll(/(?:\bfrom |\bimport |\bimport\(|new URL\()"(\.[^"]+\.tsx?)"/g))
      add(path.join(path.dirname(file), specifier));
  };
  add(entry);
  return [...found].sort();
}
