/** What a language server is told of a session's files, as they come, change and go. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { addFile, filesOf } from "../../protocol/layout.ts";
import type { LanguageServer } from "../../app/routes/sessions.$sessionId/understanding/language-server.client.ts";
import { SessionDocuments } from "../../app/routes/sessions.$sessionId/understanding/session-documents.client.ts";

type Params = { textDocument: { uri: string; text?: string }; contentChanges?: { text: string }[] };

function opened(files: Record<string, [path: string, content: string]>) {
  const ydoc = new Y.Doc();
  for (const [id, [path, content]] of Object.entries(files))
    addFile(ydoc, { id, path, language: "typescript", content });
  const told: string[] = [];
  const notify = (method: string, { textDocument: { uri, text }, contentChanges }: Params) =>
    told.push(
      [method.replace("textDocument/did", ""), uri, contentChanges?.[0]?.text ?? text].filter(Boolean).join(" "),
    );
  const closed: string[] = [];
  const documents = new SessionDocuments({
    ydoc,
    server: { notify } as unknown as LanguageServer,
    languages: new Set(["typescript"]),
    modelOf: () => undefined,
    onClosed: (fileId) => closed.push(fileId),
  });
  /** What it has been told since it was last asked. */
  const news = () => {
    documents.flush();
    return told.splice(0);
  };
  const file = (id: string) => filesOf(ydoc).get(id) as Y.Map<unknown>;
  return { ydoc, documents, news, closed, file };
}

test("a file that is renamed, of another language, changed or deleted is so to the server, one that is not is not told", () => {
  const { ydoc, documents, news, closed, file } = opened({ a: ["a.ts", "1"], b: ["src/b.ts", "2"], c: ["c.ts", "3"] });
  expect(news()).toEqual(["Open file:///a.ts 1", "Open file:///c.ts 3", "Open file:///src/b.ts 2"]);
  file("a").set("path", "100% #a.ts");
  expect(news()).toEqual(["Close file:///a.ts", "Open file:///100%25%20%23a.ts 1"]);
  expect(documents.fileIdOf("file:///100%25%20%23a.ts")).toBe("a");
  (file("b").get("text") as Y.Text).insert(0, "1");
  expect(news()).toEqual(["Change file:///src/b.ts 12"]);
  file("b").set("language", "python");
  filesOf(ydoc).delete("c");
  expect(news()).toEqual(["Close file:///c.ts", "Close file:///src/b.ts"]);
  expect(closed).toEqual(["a", "c", "b"]);
  expect(news()).toEqual([]);
  documents.dispose();
});

test("of two files with the same path the server knows one, and the other once that is gone", () => {
  const { ydoc, documents, news } = opened({ a: ["a.ts", "1"], b: ["a.ts", "2"] });
  expect(news()).toEqual(["Open file:///a.ts 1"]);
  filesOf(ydoc).delete("a");
  expect(news()).toEqual(["Close file:///a.ts", "Open file:///a.ts 2"]);
  documents.dispose();
});

test("what the server had when it was asked stays as it was", () => {
  const { documents, news, file } = opened({ a: ["a.ts", "1"] });
  const asked = documents.copy();
  (file("a").get("text") as Y.Text).insert(1, "2");
  expect(news()).toContain("Change file:///a.ts 12");
  expect(asked.get("a")?.text).toBe("1");
  expect(documents.copy().get("a")?.text).toBe("12");
  documents.dispose();
});
