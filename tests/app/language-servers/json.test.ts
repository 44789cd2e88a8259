import type { CompletionList, DocumentSymbol } from "vscode-languageserver-protocol";
import { expect, test } from "vitest";
import { serveJson } from "../../../app/language-servers/json/server.ts";
import { startLanguageServer } from "../../support/language-server.ts";

const start = () => startLanguageServer(serveJson);

test("what is malformed is an error at its place, and goes with it", async () => {
  await using server = await start();
  server.open("data/a b.json", '{\n  "a": 1,\n  "b" 2\n}\n');
  const [problem, ...others] = await server.diagnosticsOf("data/a b.json");
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    severity: 1,
    message: "Colon expected",
    range: { start: { line: 2, character: 6 }, end: { line: 2, character: 7 } },
  });
  server.change("data/a b.json", '{ "a": 1 }\n');
  expect(await server.diagnosticsOf("data/a b.json")).toEqual([]);
});

test("a key that is there twice is a warning at both places", async () => {
  await using server = await start();
  server.open("a.json", '{ "a": 1,\n  "a": 2 }\n');
  expect(await server.diagnosticsOf("a.json")).toMatchObject([
    { severity: 2, message: "Duplicate object key", range: { start: { line: 1, character: 2 } } },
    { severity: 2, message: "Duplicate object key", range: { start: { line: 0, character: 2 } } },
  ]);
});

test.each([
  ["package.json", 2],
  ["tsconfig.txt.json", 0],
  ["app/tsconfig.base.json", 0],
  ["jsconfig.json", 0],
  ["settings.jsonc", 0],
  [".eslintrc", 0],
  [".babelrc", 0],
  ["mytsconfig.json", 2],
])("%s: comments and commas at the end make %i errors", async (path, count) => {
  await using server = await start();
  server.open(path, '{\n  // why\n  "a": 1,\n}\n', "json");
  expect(await server.diagnosticsOf(path)).toHaveLength(count);
});

test("keys are suggested as those beside them have them, and listed as a tree", async () => {
  await using server = await start();
  server.open("a.json", '[{ "name": "Ada", "age": 36 }, { "name": "Grace", "" }]\n');
  const { items } = await server.ask<CompletionList>("completion", "a.json", { line: 0, character: 51 });
  expect(items.map(({ label }) => label)).toContain("age");
  server.open("tree.json", '{ "outer": { "inner": 1 } }');
  const [outer] = await server.request<DocumentSymbol[]>("textDocument/documentSymbol", {
    textDocument: { uri: "file:///tree.json" },
  });
  expect(outer).toMatchObject({ name: "outer", children: [{ name: "inner" }] });
});

test("nothing is asked of a document that is not open, and no schema of the web", async () => {
  await using server = await start();
  expect(await server.ask("hover", "nowhere.json", { line: 0, character: 0 })).toBeNull();
  server.open("a.json", '{ "$schema": "https://json.schemastore.org/package", "name": 1 }');
  expect(await server.diagnosticsOf("a.json")).toEqual([]);
  expect(server.warnings).toEqual([]);
});

test("a file that is closed has no diagnostics left", async () => {
  await using server = await start();
  server.open("a.json", "{");
  expect(await server.diagnosticsOf("a.json")).not.toEqual([]);
  const left = server.nextDiagnosticsOf("a.json");
  server.close("a.json");
  expect(await left).toEqual([]);
});
