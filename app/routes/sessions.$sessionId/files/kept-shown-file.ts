/**
 * Which file somebody has open in each of the sessions they came to last, as a cookie: the server then renders the text
 * that the editor will show. It goes with every request, so ids are cut to the length that tells them apart:
 * `1f0e8c52.9b3a77d1_…`, the last one first.
 */
const MAX_SESSIONS = 10;
const ID_CHARS = 8;
const YEAR_SECONDS = 31_536_000;

/** What the id of the file that was open begins with; undefined where the cookie says nothing of this session. */
export function readShownFile(cookies: string | null, sessionId: string): string | undefined {
  const entry = readEntries(cookies ?? "").find((kept) => kept.startsWith(`${cut(sessionId)}.`));
  return entry?.slice(ID_CHARS + 1);
}

export function keepShownFile(sessionId: string, fileId: string) {
  const others = readEntries(document.cookie).filter((kept) => !kept.startsWith(`${cut(sessionId)}.`));
  const value = [`${cut(sessionId)}.${cut(fileId)}`, ...others.slice(0, MAX_SESSIONS - 1)].join("_");
  document.cookie = `files=${value}; Path=/; SameSite=Lax; Max-Age=${YEAR_SECONDS}`;
}

const cut = (id: string) => id.slice(0, ID_CHARS);

/** What nothing here writes is as if it were not there. */
function readEntries(cookies: string): string[] {
  const [, value = ""] = /(?:^|;\s*)files=([\w.-]{1,400})(?:;|$)/.exec(cookies) ?? [];
  return value.split("_").filter((entry) => /^[\da-f]{8}\.[A-Za-z\d-]{1,8}$/.test(entry));
}
