/**
 * Copies of documents on this device (IndexedDB): what is typed without a network survives the tab. A copy belongs to a
 * user, a session and a lineage; one of another lineage, or whose session is closed to its user, is never merged.
 */
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";
import { copyName, isUnsaved, listCopies, noteOf, readNotes, removeCopy, setNotes } from "../../../copies.client.ts";

const OPEN_TIMEOUT_MS = 1_500;

type Options = {
  userId: string;
  sessionId: string;
  lineage: string;
  ydoc: Y.Doc;
  /** The browser now keeps what is typed, or no longer does. */
  onKept: (isKept: boolean) => void;
  /** What was kept is in the document now, after nobody waited for it any more. */
  onLate: () => void;
};

export class KeptCopy {
  private readonly store: IndexeddbPersistence;
  private readonly onKept: Options["onKept"];
  private readonly onLate: Options["onLate"];
  /**
   * Each tab notes for itself whether something would be lost; the notes of earlier tabs count until the edits are
   * saved.
   */
  private readonly ownNote: string;
  private olderNotes: string[] = [];
  /** False where the browser keeps nothing, as in some private windows, and until it answers. */
  private isKept = false;
  private isUnsaved = false;
  private isClosed = false;

  constructor({ userId, sessionId, lineage, ydoc, onKept, onLate }: Options) {
    this.store = new IndexeddbPersistence(copyName(userId, sessionId, lineage), ydoc);
    this.onKept = onKept;
    this.onLate = onLate;
    this.ownNote = noteOf(ydoc.clientID);
  }

  /** It held something that the server had not called durable. */
  get wasUnsaved(): boolean {
    return this.olderNotes.length > 0;
  }

  /**
   * Resolves when what was kept is in the document, or the browser does not give it. It may never answer, as when
   * another tab is in the way. If it answers later, what was kept is merged then, like an edit from elsewhere.
   */
  async load(): Promise<void> {
    let isLate = false;
    const loaded = this.store.whenSynced.then(async () => {
      const db = await opened(this.store);
      // Such as a full disk: y-indexeddb gives no event.
      db.addEventListener("abort", () => this.setKept(false));
      this.olderNotes = await readNotes(db);
      if (this.isClosed) return;
      this.setKept(true);
      if (!isLate) return;
      if (this.isUnsaved) this.setUnsaved(true);
      this.onLate();
    });
    await Promise.race([
      loaded.catch(() => {}),
      opened(this.store).then(
        () => new Promise(() => {}),
        () => {},
      ),
      wait(OPEN_TIMEOUT_MS),
    ]);
    isLate = true;
  }

  /** Whether a change comes from another tab, which keeps what is typed there in the same place. */
  isFromOtherTab = (origin: unknown) => origin === this.store && this.store.synced;

  /** Notes whether it holds something that would be lost with it. */
  setUnsaved(isUnsavedNow: boolean) {
    this.isUnsaved = isUnsavedNow;
    if (!this.isKept) return;
    const notes = [this.ownNote, ...(isUnsavedNow ? [] : this.olderNotes.splice(0))];
    // Without it the copy itself is there; only the offer to download it would be missing.
    void opened(this.store)
      .then((db) => setNotes(db, notes, isUnsavedNow))
      .catch(() => {});
  }

  /** Resolves when all that was typed until now is on the device: a read transaction waits for the writes before it. */
  async written(): Promise<void> {
    if (!this.isKept) return;
    try {
      await readNotes(await opened(this.store));
    } catch {
      // The browser has closed the store, and keeps nothing from here on.
      this.setKept(false);
    }
  }

  /** Throws away what was kept. */
  async remove(): Promise<void> {
    this.isClosed = true;
    const removed = Promise.resolve(this.store.destroy()).then(() => removeCopy(this.store.name));
    // A copy that the browser does not give cannot be thrown away either.
    await Promise.race([removed.catch(() => {}), wait(OPEN_TIMEOUT_MS)]);
  }

  close() {
    this.isClosed = true;
    void Promise.resolve(this.store.destroy()).catch(() => {});
  }

  private setKept(isKept: boolean) {
    this.isKept = isKept;
    this.onKept(isKept);
  }
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** y-indexeddb gives no event when the browser refuses. */
const opened = (store: IndexeddbPersistence) => (store as unknown as { _db: Promise<IDBDatabase> })._db;

export type UnsavedCopy = { name: string; ydoc: Y.Doc };

/**
 * The copies of a session with edits that never reached the server, but for the one of `lineage`; others are removed.
 */
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
