/** Names that unpack everywhere: on Windows, macOS and Linux, whose tools know nothing of each other's rules. */
import { MAX_PATH_CHARS, MAX_PATH_PART_BYTES, tidyPath } from "../../../../protocol/paths.ts";
import { type Named, numbered, sameName } from "./file-names.ts";

/** What Windows takes for a device, whatever ending it has. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³]) *(\.|$)/i;
/** Room for a number in a part that is as long as it may be. */
const SPARE_BYTES = 12;

const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

/** One part of a path as every file system takes it; "_" where nothing of it can stay. */
export function safePart(part: string, maxBytes = MAX_PATH_PART_BYTES - SPARE_BYTES): string {
  const visible = tidyPath(part).replace(/[<>:"|?*\\/]/g, "_");
  const short = shorten(visible, maxBytes).replace(/[. ]+$/, (end) => "_".repeat(end.length));
  return device.test(short) || short === "__proto__" ? `_${short}` : short || "_";
}

/** Cuts a name between two characters as people see them, and keeps its ending. */
function shorten(name: string, maxBytes: number): string {
  if (bytesOf(name) <= maxBytes) return name;
  const [ending = ""] = /\.[^.]{1,16}$/.exec(name) ?? [];
  let stem = "";
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(
    name.slice(0, name.length - ending.length),
  )) {
    if (bytesOf(stem + segment + ending) > maxBytes) break;
    stem += segment;
  }
  return stem + ending;
}

/** A relative path of safe parts: no drive, no way out, and no longer than a path may be. */
function safePath(path: string): string {
  const parts = path
    .replace(/^[A-Za-z]:/, "")
    .split(/[/\\]/)
    .filter((part) => !["", ".", ".."].includes(part.trim()))
    .map((part) => safePart(part));
  while (parts.length > 1 && parts.join("/").length > MAX_PATH_CHARS) parts.shift();
  return parts.join("/") || "_";
}

/**
 * A name for each file, such that no two of them, nor a file and a folder, are the same on any system. Equal files get
 * equal names, in whatever order they come; the first of several keeps the name that they share.
 */
export function zipNames(files: Named[]): Map<string, string> {
  const wanted = files
    .map(({ id, path }) => ({ id, path, safe: safePath(path) }))
    .sort(
      (a, b) => Number(a.path !== a.safe) - Number(b.path !== b.safe) || compare(a.path, b.path) || compare(a.id, b.id),
    );
  const taken = new Set(wanted.flatMap(({ safe }) => foldersOf(sameName(safe))));
  const names = new Map<string, string>();
  const give = (id: string, name: string) => {
    taken.add(sameName(name));
    names.set(id, name);
  };
  for (const { id, safe } of wanted) if (!taken.has(sameName(safe))) give(id, safe);
  const last = new Map<string, number>();
  for (const { id, safe } of wanted) {
    if (names.has(id)) continue;
    const key = sameName(safe);
    let nth = (last.get(key) ?? 1) + 1;
    while (taken.has(sameName(numbered(safe, nth)))) nth++;
    last.set(key, nth);
    give(id, numbered(safe, nth));
  }
  return names;
}

const foldersOf = (path: string) =>
  path
    .split("/")
    .slice(0, -1)
    .map((_, depth, parts) => parts.slice(0, depth + 1).join("/"));
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
