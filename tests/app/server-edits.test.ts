/** What a language server proposes to write, and for which texts. */
import { expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver-protocol";
import { toUri } from "../../app/routes/sessions.$sessionId/understanding/document-uri.ts";
import { editsOf } from "../../app/routes/sessions.$sessionId/understanding/server-edits.ts";

const texts = { a: "one\ntwo\n", b: "three\n" };
const paths = { a: "src/a #1?.ts", b: "50% b 😀.ts" };
const asked = new Map(
  (["a", "b"] as const).map((fileId) => [fileId, { uri: toUri(paths[fileId]), text: texts[fileId] }]),
);
const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});
const edit: WorkspaceEdit = {
  changes: {
    [toUri(paths.a)]: [
      { range: range(1, 0, 3), newText: "2" },
      { range: range(0, 0, 0), newText: "// " },
    ],
    [toUri(paths.b)]: [{ range: range(0, 0, 5), newText: "3" }],
  },
};

test("edits come by file, in their order, whatever a file is called", () => {
  const edits = editsOf(edit, asked, (fileId) => texts[fileId as "a" | "b"]);
  expect([...(edits ?? [])]).toEqual([
    [
      "a",
      [
        { start: 0, end: 0, text: "// " },
        { start: 4, end: 7, text: "2" },
      ],
    ],
    ["b", [{ start: 0, end: 5, text: "3" }]],
  ]);
});

test("nothing is written once one of the texts is another, or gone, or none of the session's", () => {
  const now: Record<string, string | undefined> = { ...texts, b: "four\nthree\n" };
  expect(editsOf(edit, asked, (fileId) => now[fileId])).toBeUndefined();
  expect(editsOf(edit, asked, (fileId) => (fileId === "a" ? texts.a : undefined))).toBeUndefined();
  const foreign = { changes: { "lib:///lib.dom.d.ts": [{ range: range(0, 0, 1), newText: "" }] } };
  expect(editsOf(foreign, asked, () => "")).toBeUndefined();
});
