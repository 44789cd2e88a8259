/**
 * Which files somebody had open in a session, and which folders closed, in this browser: ids and names of folders, no
 * text. The browser may refuse to keep it: then a session begins with its first file.
 */
import { z } from "../../../../protocol/zod.ts";

const KEY = "tandem.files";
/** Those not opened for the longest time are forgotten. */
const MAX_SESSIONS = 50;

const keptFiles = z.object({
  /** The one that was shown last. */
  active: z.optional(z.string()),
  /** In the order of their tabs. */
  tabs: z._default(z.array(z.string()), []),
  closedFolders: z._default(z.array(z.string()), []),
});
export type KeptFiles = z.infer<typeof keptFiles>;
const all = z.record(z.string(), keptFiles);

export function readKeptFiles(sessionId: string): KeptFiles {
  return readAll()[sessionId] ?? { tabs: [], closedFolders: [] };
}

export function keepFiles(sessionId: string, changed: Partial<KeptFiles>) {
  const { [sessionId]: known = { tabs: [], closedFolders: [] }, ...others } = readAll();
  const kept = Object.entries(others).slice(0, MAX_SESSIONS - 1);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([[sessionId, { ...known, ...changed }], ...kept])));
  } catch {
    // As above.
  }
}

function readAll(): z.infer<typeof all> {
  try {
    return all.safeParse(JSON.parse(localStorage.getItem(KEY) ?? "{}")).data ?? {};
  } catch {
    return {};
  }
}
