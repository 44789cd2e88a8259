/**
 * The copies of documents on this device (IndexedDB), seen from outside of the editor: found and tidied up without Yjs.
 * A copy's notes say whether it holds edits that the server never called durable.
 */
const PREFIX = "tandem";
const UNSAVED = "unsaved";
/** The stores of y-indexeddb: one for the document, and one for whatever else is kept with it. */
const UPDATES = "updates";
const NOTES = "custom";

/** The name of a copy; without a lineage, what the names of all copies of that session begin with. */
export const copyName = (userId: string, sessionId: string, lineage = "") =>
  [PREFIX, userId, sessionId, lineage].join("/");

/** The note of one tab, by the Yjs client of its document. */
export const noteOf = (clientId: number) => `${UNSAVED} ${clientId}`;

/** The names of all copies that begin with `prefix`; none where the browser does not list them. */
export async function listCopies(prefix = `${PREFIX}/`): Promise<string[]> {
  try {
    // Where the browser lets a page keep nothing, even naming `indexedDB` throws.
    if (typeof indexedDB === "undefined" || !indexedDB.databases) return [];
    const databases = await indexedDB.databases();
    return databases.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []));
  } catch {
    return [];
  }
}

/** The notes of a copy, one for each tab that left something unsaved in it; read after all pending writes. */
export function readNotes(db: IDBDatabase): Promise<string[]> {
  return settled(db.transaction([UPDATES, NOTES], "readonly").objectStore(NOTES).getAllKeys()).then((keys) =>
    keys.map(String).filter((key) => key.startsWith(UNSAVED)),
  );
}

/** Writes or removes notes after all earlier edits were written: where a note is stored, its edits are stored too. */
export function setNotes(db: IDBDatabase, notes: string[], isUnsavedNow: boolean) {
  const transaction = db.transaction([UPDATES, NOTES], "readwrite");
  const store = transaction.objectStore(NOTES);
  for (const note of notes)
    if (isUnsavedNow) store.put(1, note);
    else store.delete(note);
  // At once, not when the page gets an event: it may be closed by then.
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

/** Hands what guests have left here on to the user they became: the copies that hold something unsaved. */
export async function carryOver(guestIds: string[], userId: string): Promise<void> {
  for (const guestId of guestIds) {
    for (const name of await listCopies(`${PREFIX}/${guestId}/`)) {
      const [, , sessionId = "", lineage = ""] = name.split("/");
      try {
        await moveCopy(name, copyName(userId, sessionId, lineage));
      } catch (error) {
        // It stays where it is, and the next page tries again.
        console.warn("A copy on this device could not be carried over.", error);
      }
    }
  }
}

async function moveCopy(from: string, to: string): Promise<void> {
  // Another tab may have moved it in this moment: it must not be created again, empty.
  const opening = indexedDB.open(from);
  opening.onupgradeneeded = () => opening.transaction?.abort();
  const source = await settled(opening);
  const [notes, updates] = await Promise.all([
    readNotes(source),
    settled<unknown[]>(source.transaction(UPDATES, "readonly").objectStore(UPDATES).getAll()),
  ]).finally(() => source.close());
  if (notes.length > 0) await addToCopy(to, updates, notes);
  await removeCopy(from);
}

async function addToCopy(name: string, updates: unknown[], notes: string[]): Promise<void> {
  const opening = indexedDB.open(name);
  opening.onupgradeneeded = () => {
    // As y-indexeddb would.
    opening.result.createObjectStore(UPDATES, { autoIncrement: true });
    opening.result.createObjectStore(NOTES);
  };
  const db = await settled(opening);
  const transaction = db.transaction([UPDATES, NOTES], "readwrite");
  for (const update of updates) transaction.objectStore(UPDATES).add(update);
  for (const note of notes) transaction.objectStore(NOTES).put(1, note);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("The copy could not be written."));
  }).finally(() => db.close());
}

/** Removes every copy that holds nothing unsaved, whoever's it is: for when somebody has signed out. */
export async function removeSavedCopies(): Promise<void> {
  for (const name of await listCopies()) if (!(await isUnsaved(name))) await removeCopy(name);
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The copy could not be read."));
  });
