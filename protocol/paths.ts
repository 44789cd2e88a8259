/** Which names a document's files may have: what browser, web and collab agree on. It imports nothing. */

export const MAX_PATH_CHARS = 200;
/** Of a part between slashes, in UTF-8: what file systems take. */
export const MAX_PATH_PART_BYTES = 255;

/**
 * Control, format and line-separating characters, but for the two joiners, which many scripts and emoji are written
 * with.
 */
const hidden = /[\p{Cc}\u2028\u2029]|(?![\u200c\u200d])\p{Cf}/u;
/** A joiner that joins nothing: behind no letter, mark or picture. */
const idleJoiner = /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/u;

export type PathProblem = "empty" | "long" | "invisible" | "drive" | "parts" | "reserved" | "longPart";

/**
 * What is wrong with a file's name; undefined for a good one. Names are relative paths with `/` between folders, in
 * Unicode's NFC. They need not differ: two people may give the same at once.
 */
export function pathProblem(path: string): PathProblem | undefined {
  if (path.trim() === "") return "empty";
  if (path.length > MAX_PATH_CHARS) return "long";
  if (
    path !== path.trim() ||
    path !== path.normalize("NFC") ||
    !path.isWellFormed() ||
    hidden.test(path) ||
    idleJoiner.test(path)
  ) {
    return "invisible";
  }
  if (/^[A-Za-z]:|\\/.test(path)) return "drive";
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "parts";
  if (parts.includes("__proto__")) return "reserved";
  if (parts.some((part) => new TextEncoder().encode(part).byteLength > MAX_PATH_PART_BYTES)) return "longPart";
}

/**
 * A name with everything corrected that can be corrected without asking; what `pathProblem` still says of it is left to
 * the author.
 */
export function tidyPath(input: string): string {
  return input
    .toWellFormed()
    .normalize("NFC")
    .replace(new RegExp(hidden, "gu"), "")
    .replace(new RegExp(idleJoiner, "gu"), "")
    .trim();
}

const collator = new Intl.Collator("en", { numeric: true });

/** The order in which people look for paths: `a2` before `a10`, capitals beside small letters; 0 only if equal. */
export const comparePaths = (a: string, b: string): number => collator.compare(a, b) || byUnits(a, b);
const byUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
