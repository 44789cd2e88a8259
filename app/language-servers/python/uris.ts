/**
 * What files are called: the page's are at the top, as `file:///src/a.py`, and libraries' have a scheme of their own.
 * For basedpyright the session is a folder beside its libraries, and it writes addresses in its own way.
 */
export const SESSION = "/session";
const TYPESHED = "/typeshed/";

export function toServerUri(uri: string): string {
  if (uri.startsWith("lib:///")) return `file://${pathOf(uri)}`;
  return uri.startsWith("file:///") ? `file://${SESSION}${pathOf(uri)}` : uri;
}

export function toPageUri(uri: string): string {
  if (!uri.startsWith("file:///")) return uri;
  const path = uri.slice("file://".length).split("/").map(encodedAnew).join("/");
  if (path.startsWith(TYPESHED)) return `lib://${path}`;
  return path.startsWith(`${SESSION}/`) ? `file://${path.slice(SESSION.length)}` : uri;
}

const pathOf = (uri: string) => uri.slice(uri.indexOf("///") + 2);

const encodedAnew = (segment: string) => encodeURIComponent(decodeURIComponent(segment));

/** Of all of a message: `uri` and its like, and the names of files that an edit changes. */
export function withUris(value: unknown, map: (uri: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => withUris(each, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]): [string, unknown] => {
      if (/^(uri|targetUri)$/.test(key) && typeof each === "string") return [key, map(each)];
      if (key === "changes" && typeof each === "object" && each !== null) return [key, withMappedKeys(each, map)];
      return [key, withUris(each, map)];
    }),
  );
}

const withMappedKeys = (record: object, map: (uri: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([uri, edits]) => [map(uri), edits as unknown]));
