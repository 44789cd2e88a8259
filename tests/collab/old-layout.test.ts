import { expect } from "vitest";
import * as Y from "yjs";
import { filesOf, listFiles, listUnsound, removeUnsound } from "../../protocol/layout.ts";
import { decodeFiles, findDocument, openFile, seedDocument } from "../../db/documents.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false })
  /** A session whose stored document was changed by hand. */
  .extend(
    "oldSession",
    { scope: "file" },
    ({ stack, ada }) =>
      async (content: string, change: (ydoc: Y.Doc, entry: Y.Map<unknown>, text: Y.Text) => void): Promise<string> => {
        const sessionId = await stack.newSession(ada.user);
        const ydoc = new Y.Doc();
        const fileId = newId();
        Y.applyUpdate(ydoc, seedDocument({ id: fileId, path: "main.ts", language: "typescript", content }));
        const entry = filesOf(ydoc).get(fileId) as Y.Map<unknown>;
        change(ydoc, entry, entry.get("text") as Y.Text);
        const snapshot = Buffer.from(Y.encodeStateAsUpdate(ydoc));
        await stack.db.updateTable("documents").set({ snapshot }).where("session_id", "=", sessionId).execute();
        return sessionId;
      },
  )
  .extend("storedFiles", { scope: "file" }, ({ stack }) => async (sessionId: string) => {
    const stored = await findDocument(stack.db, sessionId);
    return stored ? decodeFiles(stored) : [];
  });

test.for<[string, (text: Y.Text) => void]>([
  ["embedded objects", (text) => [0, 2, 5].forEach((at) => text.insertEmbed(at, { image: "x" }))],
  ["embedded types", (text) => text.insertEmbed(3, new Y.Map([["a", new Y.Text("b")]]))],
  ["formatting", (text) => text.format(0, 6, { bold: true })],
  ["attributes", (text) => text.setAttribute("a", "b" as never)],
  [
    "bytes and values",
    (text) =>
      text.applyDelta([
        { retain: 2 },
        { insert: { any: [1] } },
        { retain: 3 },
        { insert: { bin: new Uint8Array([1]) } },
      ]),
  ],
])(
  "P2 P9 what is typed behind %s in an old text lands where it is shown",
  async ([_, change], { stack, ada, open, oldSession, storedFiles }) => {
    const sessionId = await oldSession("line one\nline two\n", (_ydoc, _entry, text) => change(text));
    const stored = await findDocument(stack.db, sessionId);
    using file = stored && openFile(stored, decodeFiles(stored)[0]?.id ?? "");
    expect(file?.linesAt(file.anchorLines(2, 2))).toEqual({ startLine: 2, endLine: 2 });
    using page = open(ada, sessionId);
    await page.synced;
    const shown = page.text().toString();
    expect(shown).toBe("line one\nline two\n");
    expect(page.text().length).toBe(shown.length);
    page.text().insert(shown.indexOf("line two"), "NEW");
    await page.sent();
    await until(async () => (await storedFiles(sessionId))[0]?.content === "line one\nNEWline two\n");
    await stack.restartCollab("SIGKILL");
    using reloaded = open(ada, sessionId);
    await reloaded.synced;
    expect(reloaded.text().toDelta()).toEqual([{ insert: "line one\nNEWline two\n" }]);
  },
);

test("P9 an old document with things that are no files shows its files, and is rid of the rest", async ({
  ada,
  open,
  oldSession,
  storedFiles,
}) => {
  const sessionId = await oldSession("kept", (ydoc, entry) => {
    const put = (id: string, value: unknown) => filesOf(ydoc).set(id, value as Y.Map<unknown>);
    put("k", "boom");
    put("t", new Y.Text("no file"));
    put("n", null);
    entry.set("path", { toString: 1 });
    entry.set("language", "__proto__");
    entry.set("more", 1);
    ydoc.getText("junk").insert(0, "x".repeat(1_000));
  });
  const [stored] = await storedFiles(sessionId);
  expect(stored).toMatchObject({
    path: expect.stringMatching(/^untitled-/) as unknown,
    language: "plaintext",
    content: "kept",
  });
  using page = open(ada, sessionId);
  await page.synced;
  expect(listFiles(page.ydoc).map(({ path, language, text }) => [path.slice(0, 9), language, text.toString()])).toEqual(
    [["untitled-", "plaintext", "kept"]],
  );
  expect(
    listUnsound(page.ydoc)
      .map(({ name }) => name.split(" ").at(-1))
      .sort(),
  ).toEqual(["junk", "k", "more", "n", "t"]);
  page.text().insert(4, "!");
  removeUnsound(page.ydoc);
  listFiles(page.ydoc).forEach(({ id }) => filesOf(page.ydoc).get(id)?.set("path", "named.ts"));
  await page.sent();
  expect(page.events.filter(({ type }) => type === "refused")).toEqual([]);
  await until(async () => (await storedFiles(sessionId))[0]?.path === "named.ts");
  using other = open(ada, sessionId);
  await other.synced;
  expect(listUnsound(other.ydoc)).toEqual([]);
  expect(other.text().toString()).toBe("kept!");
});
