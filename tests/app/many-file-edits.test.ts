/** One edit of many files, and how it is undone among the steps of each of them. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { addFile, filesOf, findFile } from "../../protocol/layout.ts";
import { ManyFileEdits } from "../../app/routes/sessions.$sessionId/editor/many-file-edits.ts";
import { UndoSteps } from "../../app/routes/sessions.$sessionId/editor/undo-steps.ts";

const AB = new Map([
  ["a", [{ start: 0, end: 3, text: "uno" }]],
  [
    "b",
    [
      { start: 0, end: 3, text: "" },
      { start: 8, end: 8, text: "!" },
    ],
  ],
]);

/** Two files, as a page has them, and another page with the same document. */
function opened() {
  const ydoc = new Y.Doc();
  const distant = new Y.Doc();
  addFile(ydoc, { id: "a", path: "a.txt", language: "plaintext", content: "one a" });
  addFile(ydoc, { id: "b", path: "b.txt", language: "plaintext", content: "one bbbb" });
  Y.applyUpdate(distant, Y.encodeStateAsUpdate(ydoc));
  let updates = 0;
  ydoc.on("update", (update: Uint8Array) => (updates++, Y.applyUpdate(distant, update)));
  distant.on("update", (update: Uint8Array, origin) => origin === "theirs" && Y.applyUpdate(ydoc, update, "theirs"));
  const shared = new ManyFileEdits(ydoc);
  const file = (id: string) => {
    const text = findFile(ydoc, id)?.text;
    if (!text) throw new Error("There is no such file.");
    const undoManager = new Y.UndoManager(text, { trackedOrigins: new Set(["own"]), captureTimeout: 0 });
    const steps = new UndoSteps(undoManager, text, shared);
    const type = (index: number, what: string) => ydoc.transact(() => text.insert(index, what), "own");
    return { text, steps, type, undoManager };
  };
  const read = () => ["a", "b"].map((id) => findFile(distant, id)?.text.toString());
  return { ydoc, distant, shared, a: file("a"), b: file("b"), read, updates: () => updates };
}

test("P2 an edit of many files is one update for everybody, and one undo takes all of it back", () => {
  const { shared, read, updates } = opened();
  const turns: boolean[] = [];
  const edit = shared.make(AB, (isUndone) => turns.push(isUndone));
  expect(read()).toEqual(["uno a", " bbbb!"]);
  expect(updates()).toBe(1);
  expect(edit.undo()).toBe(true);
  expect(read()).toEqual(["one a", "one bbbb"]);
  expect(updates()).toBe(2);
  expect(edit.redo()).toBe(true);
  expect(read()).toEqual(["uno a", " bbbb!"]);
  expect(turns).toEqual([true, false]);
});

test("in each file it is one step among the others, in the order in which they were made", () => {
  const { shared, a, b, read } = opened();
  a.type(5, "1");
  shared.make(AB);
  a.type(6, "2");
  expect(read()).toEqual(["uno a12", " bbbb!"]);
  a.steps.undo();
  expect(read()).toEqual(["uno a1", " bbbb!"]);
  // From either of the files.
  b.steps.undo();
  expect(read()).toEqual(["one a1", "one bbbb"]);
  a.steps.undo();
  expect(read()).toEqual(["one a", "one bbbb"]);
  expect([a, b].map(({ steps }) => steps.canUndo())).toEqual([false, false]);
  a.steps.redo();
  expect(read()).toEqual(["one a1", "one bbbb"]);
  a.steps.redo();
  expect(read()).toEqual(["uno a1", " bbbb!"]);
  a.steps.redo();
  expect(read()).toEqual(["uno a12", " bbbb!"]);
  expect(a.steps.canRedo()).toBe(false);
});

test("what was taken back is not made again over something that was written since", () => {
  const { shared, a, b, read } = opened();
  shared.make(AB);
  a.steps.undo();
  a.type(5, "?");
  expect(a.steps.canRedo()).toBe(false);
  expect(b.steps.canRedo()).toBe(false);
  a.steps.redo();
  expect(read()).toEqual(["one a?", "one bbbb"]);
});

test("several of them are undone one by one, each from the files that it is in", () => {
  const { shared, a, b, read } = opened();
  shared.make(AB);
  shared.make(new Map([["b", [{ start: 0, end: 1, text: "two " }]]]));
  a.steps.undo();
  expect(read()).toEqual(["one a", "onetwo bbbb"]);
  b.steps.undo();
  expect(read()).toEqual(["one a", "one bbbb"]);
});

test("P2 what others write meanwhile stays, and its undo takes back nothing of theirs", () => {
  const { shared, distant, a, read } = opened();
  shared.make(AB);
  distant.transact(() => findFile(distant, "a")?.text.insert(5, " theirs"), "theirs");
  a.steps.undo();
  expect(read()).toEqual(["one a theirs", "one bbbb"]);
});

test("of a file that somebody has deleted nothing comes back, and of the others all", () => {
  const { shared, distant, b, read } = opened();
  const edit = shared.make(AB);
  distant.transact(() => filesOf(distant).delete("a"), "theirs");
  b.steps.undo();
  expect(read()).toEqual([undefined, "one bbbb"]);
  expect(edit.redo()).toBe(true);
  expect(read()).toEqual([undefined, " bbbb!"]);
});

test("an edit of which nothing is left is passed over", () => {
  const { shared, ydoc, a, read } = opened();
  a.type(5, "1");
  const edit = shared.make(new Map([["a", [{ start: 0, end: 0, text: "x" }]]]));
  ydoc.transact(() => a.text.delete(0, 1), "somebody");
  expect(edit.undo()).toBe(false);
  a.steps.undo();
  expect(read()[0]).toBe("one a");
});
