import { expect, test } from "vitest";
import * as Y from "yjs";
import { findLostFiles, type WrittenRow } from "../../app/server/replay-history.ts";
import { addFile, filesOf, findFile } from "../../protocol/layout.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

/** A document, and the rows that its log would have, a minute apart. */
function writing() {
  const ydoc = new Y.Doc();
  const rows: WrittenRow[] = [];
  let author = "Ada";
  ydoc.on("update", (update: Uint8Array) =>
    rows.push({ update, by: author, at: new Date(START + rows.length * 60_000).toISOString() }),
  );
  const text = (id: string) => findFile(ydoc, id)?.text ?? new Y.Text();
  return {
    ydoc,
    rows,
    as: (name: string) => (author = name),
    add: (id: string, path: string, content: string) => addFile(ydoc, { id, path, language: "typescript", content }),
    text,
    /** One character after the other. */
    erase(id: string, count = text(id).length) {
      for (let nth = 0; nth < count; nth++) text(id).delete(text(id).length - 1, 1);
    },
    lost(days = 0) {
      const current = [Y.encodeStateAsUpdate(ydoc)];
      return findLostFiles({ rows, current, maxMs: 60_000, now: START + days * 24 * 3_600_000 });
    },
  };
}
const brief = ({ files }: ReturnType<typeof findLostFiles>) =>
  files.map(({ id, path, state, content, by }) => [id, path, state, content, by]);

test("what was deleted is found with its last text, its last name, who and when", () => {
  const doc = writing();
  doc.add("a", "main.ts", "one\n");
  doc.text("a").insert(4, "two\n");
  doc.add("b", "old.md", "# Notes\n");
  filesOf(doc.ydoc).get("b")?.set("path", "notes.md");
  doc.add("empty", "empty.ts", "");
  doc.as("Mallory");
  filesOf(doc.ydoc).clear();
  const at = doc.rows.at(-1)?.at;
  expect(brief(doc.lost())).toEqual([
    ["a", "main.ts", "deleted", "one\ntwo\n", "Mallory"],
    ["b", "notes.md", "deleted", "# Notes\n", "Mallory"],
  ]);
  expect(doc.lost().files[0]).toMatchObject({ at, language: "typescript", chars: 8 });
  doc.add("a", "main.ts", "back\n");
  expect(brief(doc.lost())).toEqual([["b", "notes.md", "deleted", "# Notes\n", "Mallory"]]);
});

test("a text that was taken away is found as it was before, in one go or key by key", () => {
  const poem = "a line of a poem\n".repeat(10);
  const doc = writing();
  for (const id of ["at-once", "by-key", "word", "then-deleted", "edited"]) doc.add(id, `${id}.txt`, poem);
  doc.as("Mallory");
  doc.text("at-once").delete(0, poem.length);
  doc.erase("by-key");
  doc.text("word").delete(0, poem.length);
  doc.text("word").insert(0, "haha");
  doc.erase("then-deleted");
  filesOf(doc.ydoc).delete("then-deleted");
  // Not lost: half of it went, and other words came.
  doc.text("edited").delete(0, poem.length / 2);
  doc.text("edited").insert(0, "my own words");
  const found = Object.fromEntries(doc.lost().files.map((file) => [file.id, file]));
  expect(Object.keys(found).sort()).toEqual(["at-once", "by-key", "then-deleted", "word"]);
  for (const { content, by } of Object.values(found)) expect([content, by]).toEqual([poem, "Mallory"]);
  expect([found["word"]?.state, found["then-deleted"]?.state]).toEqual(["emptied", "deleted"]);
  // Who has lived with a short text for a week has wanted it; an empty one may be brought back at any time.
  expect(
    doc
      .lost(30)
      .files.map(({ id }) => id)
      .sort(),
  ).toEqual(["at-once", "by-key", "then-deleted"]);
});

test("a text that was cut down before it was emptied comes back as it was last, not longest", () => {
  const doc = writing();
  doc.add("a", "a.txt", "x".repeat(1_000));
  doc.text("a").delete(0, 300);
  doc.text("a").insert(0, "the end");
  doc.erase("a", 707);
  expect(doc.lost().files.map(({ content }) => content.length)).toEqual([707]);
});

test("P8 rows that do not decode, and entries that are no files, lose nothing and throw nothing", () => {
  const doc = writing();
  doc.add("a", "a.ts", "text\n");
  doc.rows.push({ update: Uint8Array.of(1, 2, 3), by: null, at: new Date(START).toISOString() });
  filesOf(doc.ydoc).set("boom", "boom" as never);
  filesOf(doc.ydoc).set("a", null as never);
  doc.ydoc.getText("junk").insert(0, "junk");
  expect(brief(doc.lost())).toEqual([["a", "a.ts", "deleted", "text\n", "Ada"]]);
  expect(findLostFiles({ rows: [], current: [], maxMs: 1_000, now: START })).toEqual({ files: [], isWhole: true });
});

test("P8 rows that do not fit into the time are left out, and that is said", () => {
  const doc = writing();
  doc.add("a", "a.ts", "");
  for (let nth = 0; nth < 600; nth++) doc.text("a").insert(doc.text("a").length, "ab");
  doc.erase("a");
  const { files, isWhole } = doc.lost();
  expect([files[0]?.content.length, isWhole]).toEqual([1_200, true]);
  expect(findLostFiles({ rows: doc.rows, current: [], maxMs: 0, now: START }).isWhole).toBe(false);
});
