import type { Document } from "@hocuspocus/server";

const damaged = new WeakSet<Document>();

/** A document whose stored bytes could not all be read: open for everybody to read, and for nobody to write (L9). */
export const isDamaged = (document: Document) => damaged.has(document);

/** Makes a live document one that is only read, for as long as it is loaded. */
export const setDamaged = (document: Document) => void damaged.add(document);
