/**
 * Copies of documents on this device (IndexedDB): what is typed without a network survives the tab. A copy belongs to a
 * user, a session and a lineage; one of another lineage, or whose session is closed to its user, is never merged.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

const PREFIX = "tandem";
const UNSAVED = "unsaved";
/** Where y-indexeddb has room for what is not the document. */
const NOTES = "custom";
const OPEN_TIMEOUT_MS = 1_500;

const nameOf = (userId: string, sessionId: string, lineage: string) => [PREFIX, userId, sessionId, lineage].join("/");

export class KeptCopy {
  private readonly store: IndexeddbPersistence;
  /** Each tab notes for itself whether something would be lost; what older ones have noted counts until it is saved. */
  private readonly ownNote: string;
  private olderNotes: string[] = [];
  /** False where the browser keeps nothing, as in some private windows. */
  isKept = false;

  constructor({ userId, sessionId, lineage, ydoc }: { userId: string; sessionId: string; lineage: string; ydoc: Y.Doc }) {
    this.store = new IndexeddbPersistence(nameOf(userId, sessionId, lineage), ydoc);
    this.ownNote = `${UNSAVED} ${ydoc.clientID}`;
  }

  /** It held something that the server had not called durable. */
  get wasUnsaved(): boolean {
    return this.olderNotes.length > 0;
  }

  /** Resolves when what was kept is in the document, or the browser does not give it. */
  async load(): Promise<void> {
    const loaded = this.store.whenSynced.then(async () => {
      this.olderNotes = await readNotes(this.store);
      this.isKept = true;
    });
    await Promise.race([loaded.catch(() => {}), opened(this.store).then(() => wait(OPEN_TIMEOUT_MS), () => {})]);
  }

  isOrigin = (origin: unknown) => origin === this.store;

  /** Notes whether there is something in it that would be lost with it. */
  setUnsaved(isUnsaved: boolean) {
    if (!this.isKept) return;
    const notes = isUnsaved ? [] : [this.ownNote, ...this.olderNotes.splice(0)];
    const written = isUnsaved ? this.store.set(this.ownNote, 1) : Promise.all(notes.map((note) => this.store.del(note)));
    // The copy itself is there; only the offer to download it would be missing.
    void written.catch(() => {});
  }

  close() {
    void Promise.resolve(this.store.destroy()).catch(() => {});
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** y-indexeddb tells nobody when the browser refuses. */
const opened = (store: IndexeddbPersistence) => (store as unknown as { _db: Promise<IDBDatabase> })._db;

async function readNotes(store: IndexeddbPersistence): Promise<string[]> {
  const db = await opened(store);
  const request = db.transaction(NOTES, "readonly").objectStore(NOTES).getAllKeys();
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result.map(String).filter((key) => key.startsWith(UNSAVED)));
    request.onerror = () => reject(request.error ?? new Error("The copy could not be read."));
  });
}

export type UnsavedCopy = { name: string; ydoc: Y.Doc };

/** The copies of a session with edits that never reached the server, but for the one of `lineage`; others are removed. */
export async function findUnsavedCopies(userId: string, sessionId: string, lineage?: string): Promise<UnsavedCopy[]> {
  const names = await listNames(`${PREFIX}/${userId}/${sessionId}/`);
  const found: UnsavedCopy[] = [];
  for (const name of names) {
    if (lineage && name === nameOf(userId, sessionId, lineage)) continue;
    const ydoc = new Y.Doc();
    const store = new IndexeddbPersistence(name, ydoc);
    await store.whenSynced;
    if ((await readNotes(store)).length === 0) await store.clearData();
    else {
      found.push({ name, ydoc });
      await opened(store).then((db) => db.close());
    }
  }
  return found;
}

/** Removes every copy of which nothing would be lost, whoever's it is: for when somebody has signed out. */
export async function removeSavedCopies(): Promise<void> {
  for (const name of await listNames(`${PREFIX}/`)) {
    const store = new IndexeddbPersistence(name, new Y.Doc());
    await store.whenSynced;
    if ((await readNotes(store)).length > 0) await store.destroy();
    else await store.clearData();
  }
}

export const removeCopy = (name: string) =>
  new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

async function listNames(prefix: string): Promise<string[]> {
  if (typeof indexedDB === "undefined" || !indexedDB.databases) return [];
  const databases = await indexedDB.databases().catch(() => []);
  return databases.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []));
}
