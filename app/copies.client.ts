/**
 * The copies of documents on this device (IndexedDB), seen from outside of the editor: found and tidied up without Yjs.
 * A copy's notes say whether it holds edits that the server never called durable.
 */
const PREFIX = "tandem";
const UNSAVED = "unsaved";
/** Where y-indexeddb has the document, and room for what is not. */
const UPDATES = "updates";
const NOTES = "custom";

/** The name of a copy; without a lineage, what the names of all copies of that session begin with. */
export const copyName = (userId: string, sessionId: string, lineage = "") => [PREFIX, userId, sessionId, lineage].join("/");

/** The note of one tab, by the Yjs client of its document. */
export const noteOf = (clientId: number) => `${UNSAVED} ${clientId}`;

/** The names of all copies that begin so; none where the browser does not list them. */
export async function listCopies(prefix = `${PREFIX}/`): Promise<string[]> {
  try {
    // Where the browser lets a page keep nothing, the very name throws.
    if (typeof indexedDB === "undefined" || !indexedDB.databases) return [];
    const databases = await indexedDB.databases();
    return databases.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []));
  } catch {
    return [];
  }
}

/** The notes of a copy, one for each tab that left something unsaved in it. */
export function readNotes(db: IDBDatabase): Promise<string[]> {
  return settled(db.transaction(NOTES, "readonly").objectStore(NOTES).getAllKeys()).then((keys) =>
    keys.map(String).filter((key) => key.startsWith(UNSAVED)),
  );
}

/** Writes or removes notes, behind all that was typed before: a note that is there speaks of edits that are there. */
export function setNotes(db: IDBDatabase, notes: string[], isUnsavedNow: boolean) {
  const transaction = db.transaction([UPDATES, NOTES], "readwrite");
  const store = transaction.objectStore(NOTES);
  for (const note of notes) if (isUnsavedNow) store.put(1, note); else store.delete(note);
  // Not once the page hears of it: it may be closed by then.
  transaction.commit();
}

export const removeCopy = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

/** Whether something would be lost with a copy. One that cannot be read counts: it is not ours to throw away. */
export async function isUnsaved(name: string): Promise<boolean> {
  try {
    const db = await settled(indexedDB.open(name));
    return await readNotes(db)
      .then((notes) => notes.length > 0)
      .finally(() => db.close());
  } catch {
    return true;
  }
}

/** Removes every copy of which nothing would be lost, whoever's it is: for when somebody has signed out. */
export async function removeSavedCopies(): Promise<void> {
  for (const name of await listCopies()) if (!(await isUnsaved(name))) await removeCopy(name);
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The copy could not be read."));
  });
