/** A place in one of the session's files that a line of output names; `start` and `end` are where it stands there. */
export type PlaceLink = { start: number; end: number; fileId: string; line: number };

/** Ids of the session's files by their paths. */
export type FilePaths = ReadonlyMap<string, string>;

const pythonPlace = /File "([^"\n]{1,400})", line (\d{1,7})/g;
const afterPath = /(?<=[\p{L}\p{N}_]):(\d{1,7})(?::\d{1,7})?/gu;
/** Where a runner has the files: no part of their names here. */
const root = /^(?:file:\/\/)?\.?\/(?:home\/\w+\/|session\/)?/;
const BEFORE_CHARS = 60;

/**
 * The places that a line names: `main.ts:3:5` as in stacks of JavaScript, `main.lua:3:`, and Python's
 * `File "main.py", line 3`. Only files of the session count, with their whole path.
 */
export function findLinks(text: string, files: FilePaths): PlaceLink[] {
  const found: PlaceLink[] = [];
  for (const { 0: whole, 1: path = "", 2: line, index } of text.matchAll(pythonPlace)) {
    const fileId = files.get(path) ?? files.get(path.replace(root, ""));
    if (fileId) found.push({ start: index, end: index + whole.length, fileId, line: Number(line) });
  }
  for (const { 0: whole, 1: line, index } of text.matchAll(afterPath)) {
    const path = pathBefore(text, index, files);
    const fileId = path === undefined ? undefined : files.get(path);
    if (path && fileId)
      found.push({ start: index - path.length, end: index + whole.length, fileId, line: Number(line) });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The longest of the paths that ends there; what stands before it in the same word may only be where files are. */
function pathBefore(text: string, end: number, files: FilePaths): string | undefined {
  let longest: string | undefined;
  for (const path of files.keys()) if (path.length > (longest?.length ?? 0) && text.endsWith(path, end)) longest = path;
  if (longest === undefined) return;
  const start = end - longest.length;
  const [before = ""] = /[^\s"'`()[\]{}<>,;@]*$/.exec(text.slice(Math.max(0, start - BEFORE_CHARS), start)) ?? [];
  return before === "" || before.replace(root, "") === "" ? longest : undefined;
}
