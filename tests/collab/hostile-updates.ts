/** Updates that a hand-made page could send. */
import * as Y from "yjs";
import { addFile, filesOf, listFiles } from "../../protocol/layout.ts";
import { newId } from "../support/person.ts";

/** An update that would change the text of `ydoc`, which itself stays as it is. */
export function graffitiFor(ydoc: Y.Doc): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  const before = Y.encodeStateVector(copy);
  const [file] = listFiles(copy);
  // A mutilated update may have emptied the text before.
  file?.text.delete(0, Math.min(2, file.text.length));
  file?.text.insert(0, "graffiti");
  addFile(copy, { id: newId(), path: "graffiti.txt", language: "plaintext", content: "graffiti" });
  return Y.encodeStateAsUpdate(copy, before);
}

export const junkUpdates: [string, Uint8Array][] = [
  ["bytes that are no update", new Uint8Array([1, 1, 255, 255, 255, 255, 255, 7, 99])],
  ["nothing", new Uint8Array()],
  ["an update cut in the middle", Y.encodeStateAsUpdate(docWith("a text that is cut")).slice(0, 40)],
  ["an update in the other encoding", Y.encodeStateAsUpdateV2(docWith("V2 is never taken from a client"))],
  ["a deletion of nothing", new Uint8Array([0, 1, 7, 1, 0, 0])],
  ["a gigabyte announced and not there", new Uint8Array([1, 1, 1, 0, 4, 1, 0, 255, 255, 255, 255, 3])],
];

export function docWith(text: string): Y.Doc {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: newId(), path: "a.txt", language: "plaintext", content: text });
  return ydoc;
}

/** An update that does something to a copy of `ydoc`, which itself stays as it is. */
export function updateFor(ydoc: Y.Doc, act: (copy: Y.Doc, text: Y.Text) => void): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  const before = Y.encodeStateVector(copy);
  const [file] = listFiles(copy);
  if (file) act(copy, file.text);
  return Y.encodeStateAsUpdate(copy, before);
}

export const entryOf = (ydoc: Y.Doc) => filesOf(ydoc).get(listFiles(ydoc)[0]?.id ?? "") as Y.Map<unknown>;
export const put = (ydoc: Y.Doc, value: unknown) => filesOf(ydoc).set("k", value as Y.Map<unknown>);
