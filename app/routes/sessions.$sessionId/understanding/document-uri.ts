/** Names of files as language servers know them: `file:///src/util.ts` for `src/util.ts`. */

export const toUri = (path: string): string => `file:///${path.split("/").map(encodeURIComponent).join("/")}`;

/** Servers encode more or fewer characters than we do. Undefined where it is no file of the session. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:///")) return;
  try {
    return decodeURIComponent(uri.slice("file:///".length));
  } catch {
    return;
  }
}
