/** Documents as pages have them, and what a page could do to one that its layout forbids. */
import * as Y from "yjs";
import { addFile, filesOf } from "../../protocol/layout.ts";

/** A copy as a page has it, under an id of its own. */
export function fork(ydoc: Y.Doc, clientID?: number): Y.Doc {
  const copy = new Y.Doc();
  if (clientID !== undefined) copy.clientID = clientID;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  return copy;
}

/** What a page sends for what it does. */
export function updateOf(ydoc: Y.Doc, act: (page: Y.Doc) => void, clientID?: number): Uint8Array {
  const page = fork(ydoc, clientID);
  const before = Y.encodeStateVector(page);
  act(page);
  return Y.encodeStateAsUpdate(page, before);
}

export const add = (ydoc: Y.Doc, id: string, path = `${id}.ts`, content = "") =>
  addFile(ydoc, { id, path, language: "typescript", content });

export function docWith(...ids: string[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const id of ids) add(ydoc, id, `${id}.ts`, `text of ${id}\n`);
  return ydoc;
}

export const entryOf = (ydoc: Y.Doc, id: string) => filesOf(ydoc).get(id) as Y.Map<unknown>;
export const textOf = (ydoc: Y.Doc, id: string) => entryOf(ydoc, id).get("text") as Y.Text;
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

export const hostile: Record<string, (page: Y.Doc) => void> = {
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
