import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { decodeUpdate } from "../../collab/document/decode-update.ts";
import { layoutRefusal } from "../../collab/document/layout-rules.ts";
import { readPlainEdit } from "../../collab/document/plain-edit.ts";
import { filesOf, listFiles } from "../../protocol/layout.ts";
import { add, docWith, fork } from "./layout-attacks.ts";

const textOf = (page: Y.Doc, nth = 0) => listFiles(page)[nth]?.text as Y.Text;

/** What a page sends for what it does, the last of it. */
function sentFor(page: Y.Doc, act: (page: Y.Doc) => void): Uint8Array {
  let sent: Uint8Array = new Uint8Array();
  const keep = (update: Uint8Array) => (sent = update);
  page.on("update", keep);
  act(page);
  page.off("update", keep);
  return sent;
}

test.for<[string, (page: Y.Doc) => void]>([
  ["a character at the end", (page) => textOf(page).insert(textOf(page).length, "x")],
  ["a character at the beginning", (page) => textOf(page).insert(0, "x")],
  ["a line break with an indent", (page) => textOf(page).insert(3, "\n\t  ")],
  ["a deletion", (page) => textOf(page).delete(2, 3)],
  [
    "characters in the place of others",
    (page) =>
      page.transact(() => {
        textOf(page).delete(2, 3);
        textOf(page).insert(2, "and");
      }),
  ],
])("%s is plain", ([_, act]) => {
  const server = docWith("some text");
  expect(readPlainEdit(server, sentFor(fork(server), act))).toBeDefined();
});

test.for<[string, (page: Y.Doc) => void]>([
  ["a character that is not ASCII", (page) => textOf(page).insert(1, "é")],
  ["a line end with \\r", (page) => textOf(page).insert(1, "a\r\nb")],
  ["formatting", (page) => textOf(page).format(0, 2, { bold: true })],
  ["an attribute of a text", (page) => textOf(page).setAttribute("a", "b")],
  ["two places at once", (page) => page.transact(() => [1, 4].forEach((at) => textOf(page).insert(at, "x")))],
  ["a new file", (page) => add(page, "another", "another.ts", "text")],
  ["the deletion of a file", (page) => filesOf(page).delete(listFiles(page)[0]?.id ?? "")],
  [
    "a new name",
    (page) =>
      void filesOf(page)
        .get(listFiles(page)[0]?.id ?? "")
        ?.set("path", "new.ts"),
  ],
  ["another root", (page) => page.getText("junk").insert(0, "x")],
])("%s is not", ([_, act]) => {
  const server = docWith("some text");
  expect(readPlainEdit(server, sentFor(fork(server), act))).toBeUndefined();
});

test("nothing that builds on what is missing is plain, nor what is there already", () => {
  const server = docWith("some text");
  const page = fork(server);
  const first = sentFor(page, () => textOf(page).insert(4, "a"));
  const second = sentFor(page, () => textOf(page).insert(5, "b"));
  const deletion = sentFor(page, () => textOf(page).delete(4, 1));
  for (const update of [second, deletion]) expect(readPlainEdit(server, update)).toBeUndefined();
  Y.applyUpdate(server, first);
  expect(readPlainEdit(server, first)).toBeUndefined();
  for (const update of [second, deletion]) expect(readPlainEdit(server, update)).toBeDefined();
});

/** What somebody does in one of two files, and what happens to the bytes on their way. */
const keystroke = fc.record({
  page: fc.nat(2),
  file: fc.nat(1),
  at: fc.nat(30),
  deleted: fc.nat(3),
  text: fc.oneof(fc.constantFrom("x", "\n", "  "), fc.string({ unit: "grapheme", maxLength: 4 })),
  flips: fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 3 }),
  arrives: fc.boolean(),
});

test("whatever is plain is what the rules of the layout take, and does what it says", () => {
  let plain = 0;
  fc.assert(
    fc.property(fc.array(keystroke, { minLength: 1, maxLength: 40 }), (keystrokes) => {
      const server = docWith("some text");
      add(server, "second", "second.ts", "other text");
      const pages = [0, 1, 2].map(() => fork(server));
      for (const { page: nth, file, at, deleted, text, flips, arrives } of keystrokes) {
        const page = pages[nth] as Y.Doc;
        const update = sentFor(page, () =>
          page.transact(() => {
            const own = textOf(page, file);
            const from = Math.min(at, own.length);
            own.delete(from, Math.min(deleted, own.length - from));
            own.insert(from, text);
          }),
        );
        const bytes = update.slice();
        for (const [where, value] of flips) if (bytes.length > 0) bytes[where % bytes.length] = value;
        const edit = readPlainEdit(server, bytes);
        if (edit) {
          plain++;
          const decoded = decodeUpdate(bytes);
          expect(layoutRefusal(server, decoded)).toBeUndefined();
          expect(decoded.structs.map(({ id }) => id.client)).toEqual(edit.client === undefined ? [] : [edit.client]);
          const copy = fork(server);
          Y.applyUpdate(copy, bytes);
          expect([copy.store.pendingStructs, copy.store.pendingDs]).toEqual([null, null]);
        }
        if (arrives && update.length > 0 && !layoutRefusal(server, decodeUpdate(update))) Y.applyUpdate(server, update);
      }
    }),
    { numRuns: 200 },
  );
  expect(plain).toBeGreaterThan(100);
});
