import { expect, test } from "vitest";
import * as Y from "yjs";
import { addFile, anchorAt, filesOf, findFile } from "../../protocol/layout.ts";
import type { Finding } from "../../protocol/entities.ts";
import { followFindings } from "../../app/routes/sessions.$sessionId/review/follow-finding.ts";
import { randomFrom } from "../support/random.ts";
import { MarkedText } from "./marked-text.ts";

const FILE = "f";
const EDITS = 1_000;
const FINDINGS = 10;

test("P14 after each of a thousand edits ten findings are where a model of characters says", () => {
  const { seed, below } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  const model = new MarkedText();
  const content = Array.from(
    { length: 60 },
    (_, i) => `${" ".repeat(below(3) * 2)}line ${i} ${"abcdefgh".slice(0, below(8))}`,
  ).join("\n");
  const [adas, graces] = [new Y.Doc(), new Y.Doc()];
  addFile(adas, { id: FILE, path: "main.ts", language: "typescript", content });
  model.insert(0, content);
  const sync = () => {
    Y.applyUpdate(graces, Y.encodeStateAsUpdate(adas, Y.encodeStateVector(graces)));
    Y.applyUpdate(adas, Y.encodeStateAsUpdate(graces, Y.encodeStateVector(adas)));
  };
  sync();
  const textOf = (ydoc: Y.Doc) => findFile(ydoc, FILE)?.text ?? new Y.Text();
  const lines = content.split("\n");
  const findings = Array.from(
    { length: FINDINGS },
    (_, nth): Pick<Finding, "id" | "fileId" | "anchor" | "quote"> & { ids: [number, number] } => {
      const startLine = 3 + nth * 5;
      const endLine = startLine + below(3);
      const quote = lines.slice(startLine - 1, endLine).join("\n");
      const start = lines.slice(0, startLine - 1).join("\n").length + 1;
      return {
        id: String(nth),
        fileId: FILE,
        quote,
        anchor: anchorAt(textOf(adas), start, start + quote.length),
        ids: model.idsOf(startLine, endLine),
      };
    },
  );
  const seen = new Set<string>();

  /** Near a finding, more often than not: at its edges, in it, one line around it. */
  const place = () => {
    const length = model.toString().length;
    const where = model.follow(findings[below(FINDINGS)]?.ids ?? [0, 0], "");
    if (below(4) === 0 || where.startLine === undefined) return below(length + 1);
    const start = model
      .toString()
      .split("\n")
      .slice(0, where.startLine - 1)
      .join("\n").length;
    return Math.min(length, Math.max(0, start + below(40) - 6));
  };
  for (let edit = 0; edit < EDITS; edit++) {
    const ydoc = below(2) === 0 ? adas : graces;
    const text = textOf(ydoc);
    const at = place();
    const kind = below(10);
    if (kind < 5) {
      const written = ["x", "\n", "  ", "one\ntwo\n", "const y = 1;"][below(5)] ?? "";
      text.insert(at, written);
      model.insert(at, written);
    } else {
      // Now and then several lines at once, else a few characters; the line end of a line, often.
      const length = Math.min(text.length - at, kind === 9 ? below(90) : 1 + below(6));
      if (length <= 0) continue;
      text.delete(at, length);
      model.delete(at, length);
      // Replaced, as when somebody types over a selection.
      if (kind === 8) {
        text.insert(at, "new");
        model.insert(at, "new");
      }
    }
    sync();
    expect(textOf(graces).toString()).toBe(model.toString());
    for (const doc of [adas, graces]) {
      const found = followFindings(doc, findings);
      for (const { id, ids, quote } of findings) {
        const expected = model.follow(ids, quote);
        seen.add(expected.state);
        expect({ edit, id, ...found.get(id) }).toEqual({ edit, id, ...expected });
      }
    }
  }
  expect([...seen].sort()).toEqual(["changed", "gone", "same"]);
});

test("P14 undoing a deletion brings a finding back, and one whose edit is undone is as reviewed again", () => {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: FILE, path: "main.ts", language: "typescript", content: "one\ntwo\nthree\n" });
  const text = findFile(ydoc, FILE)?.text ?? new Y.Text();
  const undo = new Y.UndoManager(text, { captureTimeout: 0 });
  const finding = { id: "1", fileId: FILE, quote: "two", anchor: anchorAt(text, 4, 7) };
  const state = () => followFindings(ydoc, [finding]).get("1");
  const same = { state: "same", startLine: 2, endLine: 2 };
  text.delete(4, 4);
  expect(state()).toEqual({ state: "gone" });
  undo.undo();
  expect(state()).toEqual(same);
  text.insert(4, "  ");
  expect(state()).toEqual({ ...same, state: "changed" });
  undo.undo();
  expect(state()).toEqual(same);
});

/**
 * Two lines deleted, typed over and so on in one document; the other only receives, so it knows nothing of who undid
 * what.
 */
function linked(content: string, quote: string) {
  const [adas, graces] = [new Y.Doc(), new Y.Doc()];
  addFile(adas, { id: FILE, path: "main.ts", language: "typescript", content });
  adas.on("update", (update) => Y.applyUpdate(graces, update));
  Y.applyUpdate(graces, Y.encodeStateAsUpdate(adas));
  const text = findFile(adas, FILE)?.text ?? new Y.Text();
  const undo = new Y.UndoManager(text, { captureTimeout: 0 });
  const at = content.indexOf(quote);
  const finding = { id: "1", fileId: FILE, quote, anchor: anchorAt(text, at, at + quote.length) };
  const states = () => [adas, graces].map((ydoc) => followFindings(ydoc, [finding]).get("1"));
  return { adas, graces, text, undo, states };
}

const atLines = (startLine: number, endLine: number, state = "same") => [
  { state, startLine, endLine },
  { state, startLine, endLine },
];
const goneForBoth = [{ state: "gone" }, { state: "gone" }];

test("P14 after an undo everybody sees the same of a finding, not only who undid", () => {
  const line = linked("one\ntwo\nthree\n", "two");
  line.text.delete(4, 4);
  expect(line.states()).toEqual(goneForBoth);
  line.undo.undo();
  expect(line.states()).toEqual(atLines(2, 2));
  line.undo.redo();
  expect(line.states()).toEqual(goneForBoth);
  line.undo.undo();
  expect(line.states()).toEqual(atLines(2, 2));

  const word = linked("one\ntwo\nthree\n", "two");
  word.adas.transact(() => {
    word.text.delete(4, 3);
    word.text.insert(4, "2");
  });
  word.undo.undo();
  expect(word.states()).toEqual(atLines(2, 2));

  const first = linked("one\ntwo\nthree\n", "two\nthree");
  first.text.delete(4, 4);
  expect(first.states()).toEqual(atLines(2, 2, "changed"));
  first.undo.undo();
  expect(first.states()).toEqual(atLines(2, 3));

  const last = linked("one\ntwo\nthree\n", "two\nthree");
  last.text.delete(7, 6);
  last.undo.undo();
  expect(last.states()).toEqual(atLines(2, 3));
});

test("P14 of equal lines an undo gives a finding its own, and no other", () => {
  const content = "if (a) {\n  go();\n}\nif (b) {\n  go();\n}\nif (c) {\n  go();\n}\n";
  const all = linked(content, "  go();");
  all.text.delete(0, all.text.length);
  all.undo.undo();
  expect(all.states()).toEqual(atLines(2, 2));
  // What is typed in what came back does not lead it to another.
  all.text.insert(all.text.length, "// more\n");
  all.text.insert(0, "// less\n");
  expect(all.states()).toEqual(atLines(3, 3));

  const one = linked(content, "  go();");
  one.text.delete(9, 8);
  expect(one.states()).toEqual(goneForBoth);
  one.undo.undo();
  expect(one.states()).toEqual(atLines(2, 2));
});

test("P14 documents agree on each finding while people edit, undo and redo at random", () => {
  const { seed, below } = randomFrom(process.env.SEED);
  console.log(`seed ${seed}`);
  // Few different lines, so that a wrong place would be found easily.
  const lines = Array.from({ length: 40 }, (_, i) => ["}", "  return;", `line ${i}`][below(3)] ?? "");
  const content = lines.join("\n");
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()] as const;
  const [adas, graces, receiving] = docs;
  addFile(adas, { id: FILE, path: "main.ts", language: "typescript", content });
  const sync = () => {
    for (const from of [adas, graces])
      for (const to of docs)
        if (to !== from) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)), "sync");
  };
  sync();
  const writers = [adas, graces].map((ydoc) => {
    const text = findFile(ydoc, FILE)?.text ?? new Y.Text();
    return { text, undo: new Y.UndoManager(text, { captureTimeout: 0 }) };
  });
  const findings = Array.from({ length: FINDINGS }, (_, nth) => {
    const quote = lines.slice(nth * 4, nth * 4 + 1 + below(3)).join("\n");
    const start = nth === 0 ? 0 : lines.slice(0, nth * 4).join("\n").length + 1;
    return {
      id: String(nth),
      fileId: FILE,
      quote,
      anchor: anchorAt(writers[0]?.text ?? new Y.Text(), start, start + quote.length),
    };
  });
  const agree = (edit: number) => {
    const [expected, ...others] = docs.map((ydoc) => [...followFindings(ydoc, findings)]);
    for (const other of others) expect([edit, ...other]).toEqual([edit, ...(expected ?? [])]);
    // Loaded anew, as by who joins now.
    const late = new Y.Doc();
    Y.applyUpdate(late, Y.encodeStateAsUpdate(receiving));
    expect([edit, ...followFindings(late, findings)]).toEqual([edit, ...(expected ?? [])]);
  };
  for (let edit = 0; edit < EDITS / 2; edit++) {
    for (const { text, undo } of writers.slice(below(2))) {
      const at = below(text.length + 1);
      const kind = below(8);
      if (kind < 2) text.insert(at, ["x", "\n", "}\n", "  return;"][below(4)] ?? "");
      else if (kind < 5) text.delete(at, Math.min(text.length - at, below(kind === 4 ? 60 : 8)));
      else if (kind < 7) undo.undo();
      else undo.redo();
    }
    sync();
    agree(edit);
  }

  const alone = linked(content, lines.slice(4, 6).join("\n"));
  for (let edit = 0; edit < 50; edit++) {
    const at = below(alone.text.length + 1);
    if (below(2) === 0) alone.text.insert(at, "new\n");
    else alone.text.delete(at, Math.min(alone.text.length - at, below(40)));
  }
  while (alone.undo.undo());
  expect(alone.text.toString()).toBe(content);
  expect(alone.states().map((where) => where?.state)).toEqual(["same", "same"]);
  expect(new Set(alone.states().map((where) => JSON.stringify(where))).size).toBe(1);
});

test("P14 P8 a finding whose file was deleted is gone, also where another file gets its id", () => {
  const { adas, graces, states } = linked("one\ntwo\n", "two");
  filesOf(adas).delete(FILE);
  expect(states()).toEqual(goneForBoth);
  addFile(adas, { id: FILE, path: "main.ts", language: "typescript", content: "one\ntwo\n" });
  expect(findFile(graces, FILE)?.text.toString()).toBe("one\ntwo\n");
  expect(states()).toEqual(goneForBoth);
});

test("P14 P8 anchors that mean nothing in a document are gone, and throw nothing", () => {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: FILE, path: "main.ts", language: "typescript", content: "one" });
  for (const anchor of [
    { start: {}, end: {} },
    { start: { item: { client: 1, clock: 9e9 } }, end: { tname: "files" } },
    { start: { type: "x" }, end: { item: null } },
  ]) {
    expect(followFindings(ydoc, [{ id: "1", fileId: FILE, quote: "one", anchor }]).get("1")).toEqual({ state: "gone" });
  }
});
