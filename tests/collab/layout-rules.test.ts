import { expect, test } from "vitest";
import * as Y from "yjs";
import { filesOf, listFiles, listUnsound, removeUnsound } from "../../protocol/layout.ts";
import { MAX_FILES } from "../../protocol/limits.ts";
import { decodeUpdate } from "../../collab/document/decode-update.ts";
import { layoutRefusal } from "../../collab/document/layout-rules.ts";
import { add, docWith, entryOf, fork, hostile, textOf, updateOf } from "./layout-attacks.ts";

const decide = (ydoc: Y.Doc, update: Uint8Array) => layoutRefusal(ydoc, decodeUpdate(update));

test.each(Object.entries(hostile))("P8 %s is refused, also together with something good", (_, act) => {
  const ydoc = docWith("a", "b");
  const before = Y.encodeStateAsUpdate(ydoc);
  expect(decide(ydoc, updateOf(ydoc, act))).toBe("layout");
  const mixed = Y.mergeUpdates([updateOf(ydoc, (page) => textOf(page, "a").insert(0, "good")), updateOf(ydoc, act)]);
  expect(decide(ydoc, mixed)).toBe("layout");
  expect(Y.encodeStateAsUpdate(ydoc)).toEqual(before);
});

test("P8 what builds on something that is not there is incomplete, and nothing of it is applied", () => {
  const ydoc = docWith("a");
  const page = fork(ydoc);
  const updates: Uint8Array[] = [];
  page.on("update", (update: Uint8Array) => updates.push(update));
  textOf(page, "a").insert(0, "one");
  textOf(page, "a").insert(3, "two");
  add(page, "b");
  textOf(page, "b").insert(0, "three");
  entryOf(page, "b").set("path", "c.ts");
  textOf(page, "b").delete(0, 2);
  for (const later of updates.slice(1)) expect(decide(ydoc, later)).toBe("incomplete");
  for (const update of updates) {
    expect(decide(ydoc, update)).toBeUndefined();
    Y.applyUpdate(ydoc, update);
  }
  // Two that wait for each other.
  expect(decide(ydoc, crossed())).toBe("incomplete");
});

test("P8 a deletion of nothing, at which Yjs throws when it has applied what stands before it, does not decode", () => {
  const ydoc = docWith("a");
  const text = updateOf(ydoc, (page) => textOf(page, "a").insert(0, "half"));
  // Its deletions, of which there are none, end it: now one of a client that nobody knows, from 0, of length 0.
  const bad = new Uint8Array([...text.subarray(0, -1), 1, 7, 1, 0, 0]);
  expect(() => decide(ydoc, bad)).toThrow("A deletion of nothing.");
  expect(() => Y.applyUpdate(ydoc, bad)).toThrow();
  expect(textOf(ydoc, "a").toString()).toMatch(/^half/);
});

/** An update of two structs, each of which says that it stands behind the other. */
function crossed(): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const write = (number: number) => (encoder.restEncoder.cbuf[encoder.restEncoder.cpos++] = number);
  // Two clients of one struct each: client, clock, BIT8 (an origin) with ContentString, the origin, the text.
  const struct = (client: number, other: number) => [1, client, 0, 0x84, other, 0, 1, 65];
  for (const byte of [2, ...struct(9, 8), ...struct(8, 9), 0]) write(byte);
  return encoder.toUint8Array();
}

test("P8 a chain of thousands of structs is decided without a deep stack", () => {
  const ydoc = docWith("a");
  const pages = [fork(ydoc), fork(ydoc)] as const;
  const before = Y.encodeStateVector(ydoc);
  for (let nth = 0; nth < 2_000; nth++) {
    // Back and forth, so that no two stand in one struct.
    for (const [page, other] of [pages, pages.toReversed()] as [Y.Doc, Y.Doc][]) {
      textOf(page, "a").insert(textOf(page, "a").length, "x");
      Y.applyUpdate(other, Y.encodeStateAsUpdate(page, Y.encodeStateVector(other)));
    }
  }
  expect(decide(ydoc, Y.encodeStateAsUpdate(pages[0], before))).toBeUndefined();
});

test("P8 a session takes 200 files, and more only where nodes accepted at once", () => {
  const ydoc = new Y.Doc();
  for (let nth = 0; nth < MAX_FILES - 1; nth++) add(ydoc, `f${nth}`);
  const last = updateOf(ydoc, (page) => add(page, "last"));
  const other = updateOf(ydoc, (page) => add(page, "other"));
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => ["x", "y"].forEach((id) => add(page, id))),
    ),
  ).toBe("too-many-files");
  expect(decide(ydoc, last)).toBeUndefined();
  Y.applyUpdate(ydoc, last);
  expect(decide(ydoc, other)).toBe("too-many-files");
  // One goes and one comes.
  const swapped = updateOf(ydoc, (page) => {
    filesOf(page).delete("f0");
    add(page, "other");
  });
  expect(decide(ydoc, swapped)).toBeUndefined();
  Y.applyUpdate(ydoc, other);
  expect(listFiles(ydoc)).toHaveLength(MAX_FILES + 1);
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => filesOf(page).delete("f1")),
    ),
  ).toBeUndefined();
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => filesOf(page).clear()),
    ),
  ).toBeUndefined();
});

test("P8 what a document had before there were rules can be removed, and the rest be written in", () => {
  const ydoc = docWith("a", "b");
  for (const name of [
    "a string as an entry",
    "an unknown key",
    "an embedded object",
    "a path that leads out",
    "another text root",
  ])
    hostile[name]?.(ydoc);
  expect(listFiles(ydoc).map(({ path }) => path)).toEqual(["b.ts", "tmp/evil.sh"]);
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => textOf(page, "a").insert(0, "typed")),
    ),
  ).toBeUndefined();
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => entryOf(page, "a").set("path", "good.ts")),
    ),
  ).toBeUndefined();
  expect(
    decide(
      ydoc,
      updateOf(ydoc, (page) => page.getText("junk").insert(0, "more")),
    ),
  ).toBe("layout");
  const removal = updateOf(ydoc, removeUnsound);
  expect(decide(ydoc, removal)).toBeUndefined();
  Y.applyUpdate(ydoc, removal);
  expect(listUnsound(ydoc)).toEqual([]);
});
