import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  addFile,
  filesOf,
  findFile,
  isLanguageId,
  listFiles,
  listUnsound,
  MAX_FILES,
  pathProblem,
  removeUnsound,
  withLineFeeds,
} from "../../protocol/layout.ts";
import { layoutRefusal } from "../../collab/document/layout-rules.ts";

const decide = (ydoc: Y.Doc, update: Uint8Array) => layoutRefusal(ydoc, Y.decodeUpdate(update));

/** A copy as a page has it, under an id of its own. */
function fork(ydoc: Y.Doc, clientID?: number): Y.Doc {
  const copy = new Y.Doc();
  if (clientID !== undefined) copy.clientID = clientID;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  return copy;
}

/** What a page sends for what it does. */
function updateOf(ydoc: Y.Doc, act: (page: Y.Doc) => void, clientID?: number): Uint8Array {
  const page = fork(ydoc, clientID);
  const before = Y.encodeStateVector(page);
  act(page);
  return Y.encodeStateAsUpdate(page, before);
}

const add = (ydoc: Y.Doc, id: string, path = `${id}.ts`, content = "") =>
  addFile(ydoc, { id, path, language: "typescript", content });

function docWith(...ids: string[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const id of ids) add(ydoc, id, `${id}.ts`, `text of ${id}\n`);
  return ydoc;
}

const entryOf = (ydoc: Y.Doc, id: string) => filesOf(ydoc).get(id) as Y.Map<unknown>;
const textOf = (ydoc: Y.Doc, id: string) => entryOf(ydoc, id).get("text") as Y.Text;
const put = (ydoc: Y.Doc, id: string, value: unknown) => filesOf(ydoc).set(id, value as Y.Map<unknown>);
const entry = (fields: Record<string, unknown>) => new Y.Map(Object.entries(fields));
const whole = () => ({ path: "new.ts", language: "typescript", text: new Y.Text("new") });

/** Puts an item where no function of Yjs would: between two others, whatever they are in, or into the list of a map. */
function insert(
  ydoc: Y.Doc,
  left: Y.Item | null,
  right: Y.Item | null,
  parent: Y.Item["parent"],
  content: Y.Item["content"],
) {
  ydoc.transact((transaction) => {
    const id = Y.createID(ydoc.clientID, Y.getState(ydoc.store, ydoc.clientID));
    new Y.Item(id, left, left?.lastId ?? null, right, right?.id ?? null, parent, null, content).integrate(
      transaction,
      0,
    );
  });
}
const insertBetween = (ydoc: Y.Doc, left: Y.Item | null, right: Y.Item | null, content: Y.Item["content"]) =>
  insert(ydoc, left, right, left?.parent ?? null, content);
const insertBelow = (ydoc: Y.Doc, parent: Y.Map<unknown>, content: Y.Item["content"]) =>
  insert(ydoc, null, null, parent as never, content);
const firstItem = (ydoc: Y.Doc, id: string) => textOf(ydoc, id)._start;

const hostile: Record<string, (page: Y.Doc) => void> = {
  "a string as an entry": (page) => put(page, "k", "boom"),
  "a number as an entry": (page) => put(page, "k", 5),
  "null as an entry": (page) => put(page, "k", null),
  "an object as an entry": (page) => put(page, "k", { path: "a.ts", language: "typescript", text: "t" }),
  "bytes as an entry": (page) => put(page, "k", new Uint8Array([1])),
  "a Y.Text as an entry": (page) => put(page, "k", new Y.Text("boom")),
  "a Y.Array as an entry": (page) => put(page, "k", new Y.Array()),
  "a document as an entry": (page) => put(page, "k", new Y.Doc()),
  "an XML hook as an entry": (page) => put(page, "k", new Y.XmlHook("hook")),
  "an entry of nothing": (page) => put(page, "k", new Y.Map()),
  "an entry without a text": (page) => put(page, "k", entry({ path: "a.ts", language: "typescript" })),
  "an entry without a path": (page) => put(page, "k", entry({ language: "typescript", text: new Y.Text() })),
  "an entry without a language": (page) => put(page, "k", entry({ path: "a.ts", text: new Y.Text() })),
  "an entry with one key more": (page) => put(page, "k", entry({ ...whole(), more: 1 })),
  "an entry with a string as its text": (page) => put(page, "k", entry({ ...whole(), text: "t" })),
  "an entry with XML as its text": (page) => put(page, "k", entry({ ...whole(), text: new Y.XmlText() })),
  "an id that is none": (page) => put(page, "a b", entry(whole())),
  "an id of 1 kB": (page) => put(page, "k".repeat(1_000), entry(whole())),
  "the id __proto__": (page) => put(page, "__proto__", entry(whole())),
  "a path that is an object": (page) => entryOf(page, "a").set("path", { toString: 1 }),
  "a path that is a Y.Map": (page) => entryOf(page, "a").set("path", new Y.Map()),
  "a path that is null": (page) => entryOf(page, "a").set("path", null),
  "a path of 1 MB": (page) => entryOf(page, "a").set("path", "x".repeat(1_000_000)),
  "a path that leads out": (page) => entryOf(page, "a").set("path", "../../../../tmp/evil.sh"),
  "an absolute path": (page) => entryOf(page, "a").set("path", "/etc/cron.d/evil"),
  "a path of Windows": (page) => entryOf(page, "a").set("path", "C:\\x"),
  "a path that is reserved": (page) => entryOf(page, "a").set("path", "__proto__"),
  "a path with a control character": (page) => entryOf(page, "a").set("path", "a\u202e.ts"),
  "a path that is empty": (page) => entryOf(page, "a").set("path", " "),
  "a language that is reserved": (page) => entryOf(page, "a").set("language", "__proto__"),
  "a language that is a number": (page) => entryOf(page, "a").set("language", 7),
  "a language that is an array": (page) => entryOf(page, "a").set("language", ["typescript"]),
  "an unknown key": (page) => entryOf(page, "a").set("color", "red"),
  "another text for a file": (page) => entryOf(page, "a").set("text", new Y.Text("other")),
  "a file without its text": (page) => entryOf(page, "a").delete("text"),
  "a file without its path": (page) => entryOf(page, "a").delete("path"),
  "a file without its language": (page) => entryOf(page, "a").delete("language"),
  "a list below the files": (page) => page.getArray("files").push([1]),
  "a text below the files": (page) => page.getText("files").insert(0, "text"),
  "a list inside an entry": (page) => insertBelow(page, entryOf(page, "a"), new Y.ContentAny([1])),
  "a list inside a list of an entry": (page) => insertBelow(page, entryOf(page, "a"), new Y.ContentType(new Y.Array())),
  "another text root": (page) => page.getText("junk").insert(0, "junk"),
  "another map root": (page) => page.getMap("junk map").set("a", 1),
  "another root that is empty again": (page) => {
    page.getText("junk").insert(0, "junk");
    page.getText("junk").delete(0, 4);
  },
  "a root without a name": (page) => page.getArray("").push(["x"]),
  "an embedded object": (page) => textOf(page, "a").insertEmbed(2, { image: "x" }),
  "an embedded type": (page) => textOf(page, "a").insertEmbed(2, new Y.Map()),
  formatting: (page) => textOf(page, "a").format(0, 3, { bold: true }),
  "an attribute of a text": (page) => textOf(page, "a").setAttribute("x", "y" as never),
  "\\r": (page) => textOf(page, "a").insert(0, "a\r\nb"),
  "ContentAny in a text": (page) => insertBetween(page, firstItem(page, "a"), null, new Y.ContentAny(["x"])),
  "ContentBinary in a text": (page) =>
    insertBetween(page, firstItem(page, "a"), null, new Y.ContentBinary(new Uint8Array([1]))),
  "ContentJSON in a text": (page) => insertBetween(page, firstItem(page, "a"), null, new Y.ContentJSON([{ a: 1 }])),
  "ContentType in a text": (page) => insertBetween(page, firstItem(page, "a"), null, new Y.ContentType(new Y.Map())),
  "ContentDoc in a text": (page) => insertBetween(page, firstItem(page, "a"), null, new Y.ContentDoc(new Y.Doc())),
  "characters between two texts": (page) =>
    insertBetween(page, firstItem(page, "a"), firstItem(page, "b"), new Y.ContentString("x")),
};

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

type Act = { name: string; act: (page: Y.Doc) => void; isHostile: boolean };

const idOf = fc.constantFrom("a", "b", "c", "d");
const any = (page: Y.Doc, nth: number) => listFiles(page)[nth % Math.max(1, listFiles(page).length)];

/** What people do: each is written for a document in any state. */
const honest: fc.Arbitrary<Act> = fc
  .oneof(
    fc
      .tuple(idOf, fc.string({ maxLength: 5 }))
      .map(([id, text]) => ({ name: `add ${id}`, act: (page: Y.Doc) => add(page, id, `${id}.ts`, text) })),
    fc.nat(3).map((nth) => ({
      name: "delete a file",
      act: (page: Y.Doc) => filesOf(page).delete(any(page, nth)?.id ?? "none"),
    })),
    fc.tuple(fc.nat(3), fc.constantFrom("x.py", "src/y.ts", "می\u200cخواهم.py")).map(([nth, path]) => ({
      name: `rename to ${path}`,
      act: (page: Y.Doc) =>
        void filesOf(page)
          .get(any(page, nth)?.id ?? "")
          ?.set("path", path),
    })),
    fc.tuple(fc.nat(3), fc.constantFrom("python", "objective-c")).map(([nth, language]) => ({
      name: `make ${language}`,
      act: (page: Y.Doc) =>
        void filesOf(page)
          .get(any(page, nth)?.id ?? "")
          ?.set("language", language),
    })),
    fc
      .tuple(fc.nat(3), fc.nat(20), fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }))
      .map(([nth, at, text]) => ({
        name: "type",
        act(page: Y.Doc) {
          const file = any(page, nth);
          file?.text.insert(Math.min(at, file.text.length), withLineFeeds(text));
        },
      })),
    fc.tuple(fc.nat(3), fc.nat(20), fc.nat(5)).map(([nth, at, count]) => ({
      name: "delete text",
      act(page: Y.Doc) {
        const text = any(page, nth)?.text;
        if (text && at < text.length) text.delete(at, Math.min(count, text.length - at));
      },
    })),
  )
  .map((act) => ({ ...act, isHostile: false }));

const hostileAct: fc.Arbitrary<Act> = fc
  .constantFrom(...Object.entries(hostile).filter(([, act]) => !String(act).includes('"files"')))
  .map(([name, act]) => ({
    name,
    isHostile: true,
    act(page) {
      // Some need files that the page may not have any more.
      if (findFile(page, "a") && findFile(page, "b")) act(page);
    },
  }));

/** What the layout is, written down a second time. */
function isSound(ydoc: Y.Doc): boolean {
  const copy = fork(ydoc);
  if ([...copy.share.keys()].some((name) => name !== "files")) return false;
  const files = filesOf(copy);
  if (files._start !== null) return false;
  return [...files.entries()].every(([id, value]) => {
    const file: unknown = value;
    if (!(file instanceof Y.Map) || !/^[\w-]{1,64}$/.test(id) || file._start !== null) return false;
    const { path, language, text, ...more } = Object.fromEntries(file.entries()) as Record<string, unknown>;
    if (Object.keys(more).length > 0 || !(text instanceof Y.Text) || text._map.size > 0) return false;
    if (path !== undefined && (typeof path !== "string" || pathProblem(path) !== undefined)) return false;
    if (language !== undefined && !isLanguageId(language)) return false;
    const delta = text.toDelta() as { insert: unknown; attributes?: unknown }[];
    return (
      delta.every(({ insert, attributes }) => typeof insert === "string" && attributes === undefined) &&
      !text.toString().includes("\r")
    );
  });
}

/** What somebody sends after some acts: made on the document as it was, and perhaps mutilated on the way. */
const move = fc.record({
  acts: fc.array(fc.oneof({ weight: 3, arbitrary: honest }, hostileAct), { minLength: 1, maxLength: 4 }),
  flips: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
});

function made(ydoc: Y.Doc, { acts, flips }: { acts: Act[]; flips: [number, number][] }, clientID: number): Uint8Array {
  const update = updateOf(ydoc, (page) => acts.forEach(({ act }) => act(page)), clientID);
  for (const [at, byte] of flips) update[at % update.length] = byte;
  return update;
}

/** The client ids under which an update writes. */
const clientsOf = (update: Uint8Array) => Y.decodeUpdate(update).structs.map(({ id }) => id.client);

function accepts(ydoc: Y.Doc, update: Uint8Array): boolean {
  try {
    return decide(ydoc, update) === undefined;
  } catch {
    // Malformed, which the door says before the layout is asked.
    return false;
  }
}

test("P8 whatever is accepted leaves a document with its layout, also what two nodes accepted at once", () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(fc.tuple(move, move), { minLength: 1, maxLength: 6 }), (rounds) => {
      const ydoc = docWith("a", "b");
      let clientID = 1_000;
      for (const [ours, theirs] of rounds) {
        const updates = [ours, theirs]
          .map((one) => made(ydoc, one, ++clientID))
          .filter((update) => accepts(ydoc, update));
        // A flipped byte may have made it the other's id: whose id is whose is no matter of the layout.
        const [first, second] = updates.map(clientsOf);
        if (first?.some((id) => second?.includes(id))) continue;
        seen.accepted += updates.length;
        seen.refused += 2 - updates.length;
        const other = fork(ydoc);
        for (const update of updates) Y.applyUpdate(ydoc, update);
        for (const update of updates.toReversed()) Y.applyUpdate(other, update);
        expect(ydoc.store.pendingStructs).toBeNull();
        expect(isSound(ydoc)).toBe(true);
        expect(filesOf(other).toJSON()).toEqual(filesOf(ydoc).toJSON());
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  // The property would hold for a door that takes nothing, or that nobody attacks.
  expect(seen.accepted).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(100);
});

test("P1 whatever people do is accepted, at once or after an hour offline", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(honest, { maxLength: 4 }), fc.array(honest, { maxLength: 4 }), fc.boolean()), {
        minLength: 1,
        maxLength: 6,
      }),
      (rounds) => {
        const node = docWith("a", "b");
        const [steady, often] = [fork(node), fork(node)];
        const send = (page: Y.Doc) => {
          const update = Y.encodeStateAsUpdate(page, Y.encodeStateVector(node));
          expect(decide(node, update)).toBeUndefined();
          Y.applyUpdate(node, update);
        };
        // As Hocuspocus does on a new connection: first the page is told, then it tells.
        const meet = (page: Y.Doc) => {
          Y.applyUpdate(page, Y.encodeStateAsUpdate(node, Y.encodeStateVector(page)));
          send(page);
        };
        for (const [his, hers, isOnline] of rounds) {
          for (const { act } of his) act(steady);
          send(steady);
          for (const { act } of hers) act(often);
          if (isOnline) meet(often);
          Y.applyUpdate(steady, Y.encodeStateAsUpdate(node, Y.encodeStateVector(steady)));
        }
        meet(often);
        meet(steady);
        meet(often);
        expect(isSound(node)).toBe(true);
        for (const page of [steady, often]) expect(filesOf(page).toJSON()).toEqual(filesOf(node).toJSON());
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});
