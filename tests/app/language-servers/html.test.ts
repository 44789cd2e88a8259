import type {
  CompletionList,
  DocumentSymbol,
  Hover,
  LinkedEditingRanges,
  Location,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import { getLanguageService } from "vscode-html-languageservice";
import { TextDocument } from "vscode-languageserver-textdocument";
import { expect, test } from "vitest";
import { embeddedStyles } from "../../../app/language-servers/html/embedded-styles.ts";
import { serveHtml } from "../../../app/language-servers/html/server.ts";
import { startLanguageServer } from "../../support/language-server.ts";

const PATH = "index.html";
const PAGE = `<!doctype html>
<html>
  <head>
    <style>
      :root { --ink: black; }
      main { colour: red; }
    </style>
    <style>
      p { color: var(--ink);
    </style>
  </head>
  <body>
    <main id="top"><p class="a">Hello</p></main>
  </body>
</html>
`;

const start = () => startLanguageServer(serveHtml);

test("styles are checked where they stand, each for itself", async () => {
  await using server = await start();
  server.open(PATH, PAGE);
  const diagnostics = await server.diagnosticsOf(PATH);
  expect(diagnostics).toMatchObject([
    { message: "Unknown property: 'colour'", severity: 2, range: { start: { line: 5, character: 13 } } },
    { message: "} expected", severity: 1, range: { start: { line: 9 } } },
  ]);
  const [{ range } = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } }] = diagnostics;
  const [fix] = await server.actionsAt(PATH, range, diagnostics.slice(0, 1));
  server.apply(fix?.edit);
  expect(server.textOf(PATH)).toBe(PAGE.replace("colour", "color"));
});

test("thousands of styles in a page are no more to read than the page", () => {
  const content = "<style>\np { color: red }\n</style><script>let n;</script>\n".repeat(2_000);
  const page = TextDocument.create(`file:///${PATH}`, "html", 1, content);
  const sheets = embeddedStyles(getLanguageService(), page).map(({ sheet }) => sheet);
  expect(sheets.length).toBe(2_000);
  expect(sheets.reduce((sum, sheet) => sum + sheet.getText().length, 0)).toBeLessThan(content.length);
  const last = sheets.at(-1);
  expect(last?.positionAt(1)).toEqual({ line: 5_998, character: 0 });
  expect(last?.offsetAt({ line: 5_998, character: 4 })).toBe(5);
});

test("a page without styles has no errors, however it is written", async () => {
  await using server = await start();
  server.open(PATH, "<p><b>text</p><script>let = </script>");
  expect(await server.diagnosticsOf(PATH)).toEqual([]);
});

test("tags, attributes and properties are suggested where they belong", async () => {
  await using server = await start();
  server.open(PATH, "<style>\n\n  a { colo }\n</style>\n<butt\n<input typ\n");
  const labels = async (text: string) => {
    const at = server.positionOf(PATH, text, { plus: text.length });
    return (await server.ask<CompletionList>("completion", PATH, at)).items.map(({ label }) => label);
  };
  expect(await labels("<butt")).toContain("button");
  expect(await labels("<input typ")).toContain("type");
  expect(await labels("colo")).toContain("color");
});

test("tags and properties are explained", async () => {
  await using server = await start();
  server.open(PATH, PAGE);
  const hover = await server.ask<Hover>("hover", PATH, server.positionOf(PATH, "main id"));
  expect(hover.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("main") });
  const property = await server.ask<Hover>("hover", PATH, server.positionOf(PATH, "color: var"));
  expect(JSON.stringify(property.contents)).toContain("color");
});

test("a tag is renamed with the one that closes it, and both are edited as one", async () => {
  await using server = await start();
  server.open(PATH, PAGE);
  const at = server.positionOf(PATH, "main id", { plus: 1 });
  expect(await server.ask("prepareRename", PATH, at)).toEqual({
    start: { line: 12, character: 5 },
    end: { line: 12, character: 9 },
  });
  const { ranges } = await server.ask<LinkedEditingRanges>("linkedEditingRange", PATH, at);
  expect(ranges.map(({ start }) => start.character)).toEqual([5, 43]);
  server.apply(await server.ask<WorkspaceEdit>("rename", PATH, at, { newName: "article" }));
  expect(server.textOf(PATH)).toBe(
    PAGE.replace('<main id="top">', '<article id="top">').replace("</main>", "</article>"),
  );
  expect(await server.ask("prepareRename", PATH, server.positionOf(PATH, "Hello"))).toBeNull();
});

test("a variable of the styles is found, and elements are a tree", async () => {
  await using server = await start();
  server.open(PATH, "<style>\n  p { --ink: black; color: var(--ink); }\n</style>\n<main id='top'><p></p></main>\n");
  const at = server.positionOf(PATH, "--ink", { nth: 1, plus: 3 });
  const definition = await server.ask<Location>("definition", PATH, at);
  expect(definition.range.start.line).toBe(1);
  const symbols = await server.request<DocumentSymbol[]>("textDocument/documentSymbol", {
    textDocument: { uri: `file:///${PATH}` },
  });
  expect(symbols.map(({ name }) => name)).toEqual(["style", "main#top"]);
});
