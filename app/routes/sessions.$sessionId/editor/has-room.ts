import * as Y from "yjs";
import { MAX_DOCUMENT_BYTES, MAX_FRAME_BYTES, NEARLY_FULL_BYTES } from "../../../../protocol/limits.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import type { TextEdit } from "../files/text-edits.ts";

/** What Yjs needs for an edit in addition to its characters, generously. */
const OVERHEAD_BYTES = 32;

/**
 * Whether edits fit into a document and into a message to the server. What they delete is not subtracted: the server
 * adds what it is sent to what it has before it measures anew. `nearlyFull` is what the server said the document has,
 * undefined below `NEARLY_FULL_BYTES`: only near the limit it is measured here, which takes a second for a large one.
 */
export function hasRoom(ydoc: Y.Doc, edits: Iterable<TextEdit[]>, nearlyFull: number | undefined): boolean {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const those of edits) for (const { text } of those) bytes += encoder.encode(text).byteLength + OVERHEAD_BYTES;
  if (bytes > MAX_FRAME_BYTES) return false;
  if (bytes + (nearlyFull ?? NEARLY_FULL_BYTES) <= MAX_DOCUMENT_BYTES) return true;
  return Y.encodeStateAsUpdate(ydoc).byteLength + bytes <= MAX_DOCUMENT_BYTES;
}

/** Why edits that have no room were not made. */
export const noRoomSentence = (): string => searchPanelWords.noRoom(MAX_DOCUMENT_BYTES / 1024 / 1024);
