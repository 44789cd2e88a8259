import type { CompletionList, Hover, Location, Range, WorkspaceEdit } from "vscode-languageserver-protocol";
import { expect, test } from "vitest";
import { serveCss } from "../../../app/language-servers/css/server.ts";
import { startLanguageServer } from "../../support/language-server.ts";

const start = () => startLanguageServer(serveCss);

test.each([
  ["a.css", "main {\n  color red;\n}\n", "colon expected"],
  ["a.scss", "$a: 1px;\n.b { @if { } }\n", "expression expected"],
  ["a.less", "@a: 1px;\n.b { width: @a;\n", "} expected"],
])("%s: what is malformed is an error", async (path, text, message) => {
  await using server = await start();
  server.open(path, text);
  expect(await server.diagnosticsOf(path)).toContainEqual(expect.objectContaining({ severity: 1, message }));
});

test.each([
  ["a.css", ":root { --size: 1px; }\nb { width: var(--size); }\n"],
  ["a.scss", "$size: 1px;\n.a { .b { width: $size; } }\n"],
  ["a.less", "@size: 1px;\n.a { .b { width: @size; } }\n"],
])("%s: each by its own grammar", async (path, text) => {
  await using server = await start();
  server.open(path, text);
  expect(await server.diagnosticsOf(path)).toEqual([]);
});

test("a property that is not known is a warning, and one click puts it right", async () => {
  await using server = await start();
  server.open("a.css", "main {\n  colour: red;\n}\n");
  const diagnostics = await server.diagnosticsOf("a.css");
  const [problem] = diagnostics;
  expect(diagnostics).toMatchObject([
    { severity: 2, message: "Unknown property: 'colour'", code: "unknownProperties" },
  ]);
  const actions = await server.actionsAt("a.css", problem?.range as Range, diagnostics);
  const fix = actions.find(({ title }) => title === "Rename to 'color'");
  expect(fix).toMatchObject({ kind: "quickfix", diagnostics: [{ code: "unknownProperties" }] });
  server.apply(fix?.edit);
  expect(server.textOf("a.css")).toBe("main {\n  color: red;\n}\n");
  expect(await server.diagnosticsOf("a.css")).toEqual([]);
});

test("properties are suggested and explained, in Markdown", async () => {
  await using server = await start();
  server.open("a.css", "b { color: red; disp }\n");
  const { items } = await server.ask<CompletionList>(
    "completion",
    "a.css",
    server.positionOf("a.css", "disp", { plus: 4 }),
  );
  expect(items.find(({ label }) => label === "display")?.documentation).toMatchObject({ kind: "markdown" });
  const hover = await server.ask<Hover>("hover", "a.css", server.positionOf("a.css", "color"));
  expect(hover.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("MDN") });
});

test("a variable is found, listed and renamed", async () => {
  await using server = await start();
  server.open("a.scss", "$size: 1px;\n.a { width: $size; height: $size; }\n");
  const use = server.positionOf("a.scss", "$size", { nth: 2, plus: 1 });
  const definition = await server.ask<Location>("definition", "a.scss", use);
  expect(definition.range.start).toEqual({ line: 0, character: 0 });
  expect(await server.ask<Location[]>("references", "a.scss", use)).toHaveLength(3);
  expect(await server.ask("prepareRename", "a.scss", use)).not.toBeNull();
  server.apply(await server.ask<WorkspaceEdit>("rename", "a.scss", use, { newName: "$width" }));
  expect(server.textOf("a.scss")).toBe("$width: 1px;\n.a { width: $width; height: $width; }\n");
});

test("of changes that come at once the last is looked at, and the file that was named last comes first", async () => {
  await using server = await start();
  const order: string[] = [];
  for (const path of ["a.css", "b.css", "c.css"]) {
    server.open(path, "a { color: red }");
    void server.nextDiagnosticsOf(path).then(() => order.push(path));
  }
  server.change("b.css", "a {");
  expect(await server.diagnosticsOf("b.css")).toMatchObject([{ message: "} expected" }, { code: "emptyRules" }]);
  await Promise.all(["a.css", "c.css"].map(server.diagnosticsOf));
  expect(order).toEqual(["b.css", "a.css", "c.css"]);
});
