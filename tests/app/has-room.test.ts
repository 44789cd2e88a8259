/** What is written into many files at once has to fit. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { hasRoom } from "../../app/routes/sessions.$sessionId/editor/has-room.ts";
import { addFile } from "../../protocol/layout.ts";
import { MAX_DOCUMENT_BYTES, MAX_FRAME_BYTES } from "../../protocol/limits.ts";

const inserted = (text: string) => [[{ start: 0, end: 0, text }]];

function documentWith(content: string): Y.Doc {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: "a", path: "a.txt", language: "plaintext", content });
  return ydoc;
}

test("edits have room as long as the document and one message to the server hold them", () => {
  const small = documentWith("");
  expect(hasRoom(small, inserted("a".repeat(1_000)), undefined)).toBe(true);
  expect(hasRoom(small, inserted("a".repeat(MAX_FRAME_BYTES)), undefined)).toBe(false);

  const nearlyFull = MAX_DOCUMENT_BYTES - 1_000;
  const large = documentWith("a".repeat(nearlyFull));
  expect(hasRoom(large, inserted("a".repeat(500)), nearlyFull)).toBe(true);
  expect(hasRoom(large, inserted("ä".repeat(500)), nearlyFull)).toBe(false);

  // What the server has said nothing of is measured where it matters.
  const half = documentWith("a".repeat(MAX_DOCUMENT_BYTES / 2));
  expect(hasRoom(half, inserted("a".repeat(MAX_DOCUMENT_BYTES / 2 - 1_000)), undefined)).toBe(true);
  expect(hasRoom(half, inserted("a".repeat(MAX_DOCUMENT_BYTES / 2)), undefined)).toBe(false);
});
