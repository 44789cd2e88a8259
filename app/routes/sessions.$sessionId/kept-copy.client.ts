/**
 * Copies of documents on this device (IndexedDB): what is typed without a network survives the tab. A copy belongs to a
 * user, a session and a lineage; one of another lineage, or whose session is closed to its user, is never merged.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { copyName, isUnsaved, listCopies, noteOf, readNotes, removeCopy, setNotes } from "../../copies.client.ts";

const OPEN_TIMEOUT_MS = 1_500;

type Options = {
  userId: string;
  sessionId: string;
  lineage: string;
  ydoc: Y.Doc;
  /** The browser has begun, or has ceased, to keep what is typed. */
  onKept: (isKept: boolean) => void;
};

export class KeptCopy {
  private readonly store: IndexeddbPersistence;
  private readonly onKept: Options["onKept"];
  /** Each tab notes for itself whether something would be lost; what older ones have noted counts until it is saved. */
  private readonly ownNote: string;
  private olderNotes: string[] = [];
  /** False where the browser keeps nothing, as in some private windows. */
  private isKept = false;

  constructor({ userId, sessionId, lineage, ydoc, onKept }: Options) {
    this.store = new IndexeddbPersistence(copyName(userId, sessionId, lineage), ydoc);
    this.onKept = onKept;
    this.ownNote = noteOf(ydoc.clientID);
  }

  /** It held something that the server had not called durable. */
  get wasUnsaved(): boolean {
    return this.olderNotes.length > 0;
  }

  /** Resolves when what was kept is in the document, or the browser does not give it. */
  async load(): Promise<void> {
    const loaded = this.store.whenSynced.then(async () => {
      const db = await opened(this.store);
      // Such as a full disk: y-indexeddb tells nobody.
      db.addEventListener("abort", () => this.setKept(false));
      this.olderNotes = await readNotes(db);
      this.setKept(true);
    });
    await Promise.race([loaded.catch(() => {}), opened(this.store).then(() => wait(OPEN_TIMEOUT_MS), () => {})]);
  }

  isOrigin = (origin: unknown) => origin === this.store;

  /** Notes whether there is something in it that would be lost with it. */
  setUnsaved(isUnsavedNow: boolean) {
    if (!this.isKept) return;
    const notes = [this.ownNote, ...(isUnsavedNow ? [] : this.olderNotes.splice(0))];
    // Without it the copy itself is there; only the offer to download it would be missing.
    void opened(this.store).then((db) => setNotes(db, notes, isUnsavedNow)).catch(() => {});
  }

  /** Throws away what was kept. */
  async remove(): Promise<void> {
    await this.store.destroy();
    await removeCopy(this.store.name);
  }

  close() {
    void Promise.resolve(this.store.destroy()).catch(() => {});
  }

  private setKept(isKept: boolean) {
    this.isKept = isKept;
    this.onKept(isKept);
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** y-indexeddb tells nobody when the browser refuses. */
const opened = (store: IndexeddbPersistence) => (store as unknown as { _db: Promise<IDBDatabase> })._db;

export type UnsavedCopy = { name: string; ydoc: Y.Doc };

/** The copies of a session with edits that never reached the server, but for the one of `lineage`; others are removed. */
export async function findUnsavedCopies(userId: string, sessionId: string, lineage?: string): Promise<UnsavedCopy[]> {
  const found: UnsavedCopy[] = [];
  for (const name of await listCopies(copyName(userId, sessionId))) {
    if (lineage && name === copyName(userId, sessionId, lineage)) continue;
    if (!(await isUnsaved(name))) await removeCopy(name);
    else found.push({ name, ydoc: await readCopy(name) });
  }
  return found;
}

async function readCopy(name: string): Promise<Y.Doc> {
  const ydoc = new Y.Doc();
  const store = new IndexeddbPersistence(name, ydoc);
  await store.whenSynced;
  await store.destroy();
  return ydoc;
}
