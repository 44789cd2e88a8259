/**
 * The edit that nearly all edits are: one insertion of plain characters between characters of a file's text, a deletion
 * of characters, or both. It is told from its bytes, without decoding it, and without what it takes to decide about any
 * other (layout-rules.ts).
 */
import * as decoding from "lib0/decoding";
import * as Y from "yjs";
import { filesOf } from "../../protocol/layout.ts";

/** Of Yjs' encoding V1: what the first byte of a struct says. */
const CONTENT_STRING = 4;
const HAS_ORIGIN = 128;
const HAS_RIGHT_ORIGIN = 64;
const LINE_FEED = 10;
const TAB = 9;
const FIRST_PRINTABLE = 32;
const LAST_ASCII = 126;

/** `client` is whose characters are inserted; undefined where there are only deletions. */
export type PlainEdit = { client: number | undefined };

/**
 * What an update in V1 is, where it is plain, and the document can apply it whole and keeps its layout; undefined says
 * nothing about it: it has to be looked at as any other. Applies nothing.
 */
export function readPlainEdit(ydoc: Y.Doc, update: Uint8Array): PlainEdit | undefined {
  try {
    const decoder = decoding.createDecoder(update);
    const clients = decoding.readVarUint(decoder);
    if (clients > 1) return;
    const client = clients === 1 ? readInsertion(ydoc, decoder) : undefined;
    if (clients === 1 && client === undefined) return;
    const count = decoding.readVarUint(decoder);
    if (count === 0 && client === undefined) return;
    for (let i = 0; i < count; i++) if (!readDeletions(ydoc, decoder)) return;
    return decoding.hasContent(decoder) ? undefined : { client };
  } catch {
    return;
  }
}

/** Whose characters they are, where it is one struct with ASCII characters that comes next of its client. */
function readInsertion(ydoc: Y.Doc, decoder: decoding.Decoder): number | undefined {
  if (decoding.readVarUint(decoder) !== 1) return;
  const client = decoding.readVarUint(decoder);
  if (decoding.readVarUint(decoder) !== Y.getState(ydoc.store, client)) return;
  const info = decoding.readUint8(decoder);
  if ((info & ~(HAS_ORIGIN | HAS_RIGHT_ORIGIN)) !== CONTENT_STRING || info === CONTENT_STRING) return;
  const left = info & HAS_ORIGIN ? readParent(ydoc, decoder) : undefined;
  const right = info & HAS_RIGHT_ORIGIN ? readParent(ydoc, decoder) : left;
  const text = info & HAS_ORIGIN ? left : right;
  if (text === undefined || text !== right || !isFileText(ydoc, text)) return;
  const length = decoding.readVarUint(decoder);
  const end = decoder.pos + length;
  if (length === 0 || end > decoder.arr.length) return;
  for (; decoder.pos < end; decoder.pos++) if (!isPlainCharacter(decoder.arr[decoder.pos] as number)) return;
  return client;
}

const isPlainCharacter = (code: number) =>
  (code >= FIRST_PRINTABLE && code <= LAST_ASCII) || code === LINE_FEED || code === TAB;

/** What an item that the document has stands in; undefined for any other id. */
function readParent({ store }: Y.Doc, decoder: decoding.Decoder): unknown {
  const client = decoding.readVarUint(decoder);
  const clock = decoding.readVarUint(decoder);
  if (clock >= Y.getState(store, client)) return;
  const item: Y.AbstractStruct = Y.getItem(store, Y.createID(client, clock));
  return item instanceof Y.Item && item.parentSub === null ? item.parent : undefined;
}

function isFileText(ydoc: Y.Doc, type: unknown): boolean {
  if (!(type instanceof Y.Text) || type.constructor !== Y.Text) return false;
  const { _item: item } = type;
  if (item?.parentSub !== "text" || !(item.parent instanceof Y.Map)) return false;
  const entry: unknown = item.parent._item?.parent;
  return entry === filesOf(ydoc);
}

/** Reads one client's deletions; false where one is of something that is not there, or of more than characters. */
function readDeletions({ store }: Y.Doc, decoder: decoding.Decoder): boolean {
  const client = decoding.readVarUint(decoder);
  const structs = store.clients.get(client);
  if (!structs) return false;
  const state = Y.getState(store, client);
  for (let count = decoding.readVarUint(decoder); count > 0; count--) {
    const clock = decoding.readVarUint(decoder);
    const end = clock + decoding.readVarUint(decoder);
    if (end === clock || end > state) return false;
    for (let nth = Y.findIndexSS(structs, clock); nth < structs.length; nth++) {
      const struct = structs[nth] as Y.AbstractStruct;
      if (struct.id.clock >= end) break;
      if (struct instanceof Y.Item && struct.parentSub !== null && !struct.deleted) return false;
    }
  }
  return true;
}
