import ts from "typescript";
import { expect, test } from "vitest";
import {
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentHighlight,
  type DocumentSymbol,
  type Hover,
  type InlayHint,
  type Location,
  type Range,
  type SignatureHelp,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from "vscode-languageserver-protocol";
import { readLib } from "../../../app/language-servers/typescript/libraries.ts";
import { serveTypeScript } from "../../../app/language-servers/typescript/server.ts";
import { startLanguageServer, uriOf } from "../../support/language-server.ts";

async function open(files: Record<string, string>) {
  const server = await startLanguageServer((connection) => serveTypeScript(connection, readLib));
  for (const [path, text] of Object.entries(files)) server.open(path, text);
  return server;
}

type Server = Awaited<ReturnType<typeof open>>;

const on = (line: number, from: number, to: number): Range => ({
  start: { line, character: from },
  end: { line, character: to },
});
/** What is told apart in these tests, by line. */
const brief = (found: Diagnostic[]) => found.map(({ code, severity, range }) => [code, severity, range.start.line]);
const { Error, Warning, Hint } = DiagnosticSeverity;

const choose = async (server: Server, actions: CodeAction[], title: string): Promise<CodeAction> => {
  const action = actions.find((each) => each.title === title);
  if (!action)
    throw new globalThis.Error(`There is no "${title}", but ${actions.map((each) => each.title).join(", ")}.`);
  return action.edit ? action : server.request<CodeAction>("codeAction/resolve", action);
};

test("files import each other as they do when they run, also in a circle", async () => {
  await using server = await open({
    "main.ts": `import { twice } from "./lib/util";
import { twice as again } from "./lib/util.ts";
import { twice as compiled } from "./lib/util.js";
import { first } from "./lib";
import data from "./data.json";
import types, { type Shape } from "./types";
import "./style.css";
const wrong: string[] = [twice(1), again(1), compiled(1), first, data.size];
const shape: Shape = { side: "1" };
export const zero = 0;
import "./nowhere";
import { lost } from "./nowhere.ts";
import lodash from "lodash";
`,
    "lib/util.ts": `import { zero } from "../main";\nexport const twice = (n: number): number => n * 2 + zero;\n`,
    "lib/index.js": `const { twice } = require("./util");\nexports.first = twice(1);\n`,
    "data.json": `{ "size": 3 }`,
    "types.d.ts": `export type Shape = { side: number };\ndeclare const types: Shape;\nexport default types;\n`,
    "with space/ü.ts": `export { zero } from "../main";\nexport const name = "one";\n`,
    "other.ts": `const name = "two", zero = 1;\nawait 0;\n`,
  });
  const found = await server.diagnosticsOf("main.ts");
  expect(brief(found).filter(([, severity]) => severity !== Hint)).toEqual([
    ...Array.from({ length: 5 }, () => [2322, Error, 7]),
    [2322, Error, 8],
    [2307, Error, 11],
    // It may be there where the code comes from.
    [2307, Warning, 12],
  ]);
  expect(found.find(({ code }) => code === 2307)).toMatchObject({
    source: "typescript",
    message: "Cannot find module './nowhere.ts' or its corresponding type declarations.",
    range: on(11, 21, 35),
  });
  for (const path of ["lib/util.ts", "with space/ü.ts"]) expect(await server.diagnosticsOf(path)).toEqual([]);
  // Each file has names of its own.
  expect(brief(await server.diagnosticsOf("other.ts")).filter(([, severity]) => severity === Error)).toEqual([]);
});

test("errors, warnings and hints have their places, their tags, and what they have to do with", async () => {
  await using server = await open({
    "main.ts": `import { old } from "./old";
import fs from "fs";
const a: number = "one";
const b = {
`,
    "old.ts": `/** @deprecated Use new. */\nexport const old = () => 1;\nclass A { constructor(readonly size: number) {} }\nnew A();\n`,
    "main.js": `const n = 1;\nn.nothing();\nlet x: number = 1;\n`,
  });
  const found = await server.diagnosticsOf("main.ts");
  expect(found.filter(({ severity }) => severity === Error)).toMatchObject([
    { code: 1005, range: on(4, 0, 0), message: "'}' expected." },
    { code: 2322, range: on(2, 6, 7), message: "Type 'string' is not assignable to type 'number'." },
  ]);
  expect(found.find(({ code, range }) => code === 6133 && range.start.line === 1)).toMatchObject({
    severity: Hint,
    tags: [DiagnosticTag.Unnecessary],
    range: on(1, 0, 20),
  });
  server.change("main.ts", `import { old } from "./old";\nold();\n`);
  expect(await server.diagnosticsOf("main.ts")).toMatchObject([
    { severity: Hint, tags: [DiagnosticTag.Deprecated], range: on(0, 9, 12) },
    { severity: Hint, tags: [DiagnosticTag.Deprecated], range: on(1, 0, 3) },
  ]);
  expect(await server.diagnosticsOf("old.ts")).toMatchObject([
    {
      code: 2554,
      range: on(3, 0, 7),
      relatedInformation: [
        {
          location: { uri: uriOf("old.ts"), range: on(2, 22, 43) },
          message: "An argument for 'size' was not provided.",
        },
      ],
    },
  ]);
  // JavaScript has no types that could be wrong.
  const script = await server.diagnosticsOf("main.js");
  expect(brief(script).filter(([, severity]) => severity === Error)).toEqual([[8010, Error, 2]]);
});

test("an edit in a file of 2,000 lines gives its errors, and those that it makes in others", async () => {
  const lines = Array.from({ length: 2_000 }, (_, n) => `export const a${n} = (n: number) => n + ${n};`);
  await using server = await open({
    "long.ts": lines.join("\n"),
    "user.ts": `import { a7 } from "./long";\na7(1);\n`,
    "apart.ts": "export {};\n",
  });
  expect(await server.diagnosticsOf("long.ts")).toEqual([]);
  expect(await server.diagnosticsOf("user.ts")).toEqual([]);
  const inUser = server.nextDiagnosticsOf("user.ts");
  server.change("long.ts", lines.with(7, "export const a7 = (n: string) => n.nothing;").join("\n"));
  expect(await server.diagnosticsOf("long.ts")).toMatchObject([{ code: 2339, range: on(7, 35, 42) }]);
  expect(await inUser).toMatchObject([{ code: 2345, range: on(1, 3, 4) }]);
  // Back again, and a file that is gone is gone for those that import it.
  server.change("long.ts", lines.join("\n"));
  expect(await server.diagnosticsOf("long.ts")).toEqual([]);
  const withoutIt = server.nextDiagnosticsOf("user.ts");
  server.close("long.ts");
  server.open("moved.ts", lines.join("\n"));
  expect(await withoutIt).toMatchObject([{ code: 2307, range: on(0, 19, 27) }]);
});

test("names are completed, with their kind, documentation, and the import that they need", async () => {
  await using server = await open({
    "main.ts": `import {} from "./li";\nconst items = [1];\nitems.fi\ntwi\nlet found: { size?: number } | undefined;\nfound.si\n`,
    "lib/util.ts": `/** Doubles it. */\nexport function twice(n: number) {\n  return n * 2;\n}\n`,
    "plain.js": `/** @type {string[]} */\nconst texts = [];\ntexts[0].trimL\nclass A {\n  #own = 1;\n  get() { return this.#o }\n}\n`,
  });
  const complete = async (path: string, text: string, more = {}) => {
    const position = server.positionOf(path, text, { plus: text.length });
    return server.ask<CompletionList | null>("completion", path, position, more);
  };
  const itemOf = (list: CompletionList | null, label: string) => list?.items.find((each) => each.label === label);
  const resolve = (item: CompletionItem | undefined) => server.request<CompletionItem>("completionItem/resolve", item);

  const find = itemOf(await complete("main.ts", "items.fi"), "find");
  expect(find).toMatchObject({ kind: 2, textEdit: { range: on(2, 5, 8), newText: ".find" }, filterText: ".find" });
  expect(await resolve(find)).toMatchObject({ detail: expect.stringMatching(/^\(method\) Array<number>\.find</) });

  const twice = itemOf(await complete("main.ts", "twi"), "twice");
  expect(twice).toMatchObject({ kind: 3, labelDetails: { description: "./lib/util" } });
  expect(await resolve(twice)).toMatchObject({
    detail: `Add import from "./lib/util"\nfunction twice(n: number): number`,
    documentation: { kind: "markdown", value: "Doubles it." },
    additionalTextEdits: [{ range: on(1, 0, 0), newText: `import { twice } from "./lib/util";\n` }],
  });

  // The dot becomes "?.".
  expect(itemOf(await complete("main.ts", "found.si"), "size")).toMatchObject({
    textEdit: { range: on(5, 5, 8), newText: "?.size" },
    filterText: ".size",
  });
  expect(itemOf(await complete("main.ts", '"./li'), "lib")).toMatchObject({ textEdit: { range: on(0, 18, 20) } });
  expect(itemOf(await complete("plain.js", "trimL"), "trimLeft")).toMatchObject({ tags: [1] });
  expect(itemOf(await complete("plain.js", "this.#o"), "#own")).toMatchObject({
    textEdit: { range: on(5, 22, 24), newText: "#own" },
  });
  // A dot in a comment asks for nothing.
  const context = { triggerKind: 2, triggerCharacter: "." };
  server.change("main.ts", "// end.\n");
  expect(await complete("main.ts", "end.", { context })).toBeNull();
});

test("a name says what it is, and a call what it takes", async () => {
  await using server = await open({
    "main.ts": `/**
 * Adds {@link Size}s up, see {@link https://example.com the rules}.
 * @param first where it begins
 * @param rest what is added
 * @returns the sum
 * @example
 * sum(1, 2)
 */
function sum(first: number, ...rest: number[]): number {
  return rest.reduce((a, b) => a + b, first);
}
type Size = number;
sum(1, 2, 3, );
`,
  });
  const hover = await server.ask<Hover>("hover", "main.ts", server.positionOf("main.ts", "sum(1, 2, 3", { plus: 1 }));
  expect(hover).toEqual({
    contents: {
      kind: "markdown",
      value: [
        "```typescript\nfunction sum(first: number, ...rest: number[]): number\n```",
        "Adds `Size`s up, see [the rules](https://example.com).",
        "*@param* `first` — where it begins",
        "*@param* `rest` — what is added",
        "*@returns* — the sum",
        "*@example*\n```typescript\nsum(1, 2)\n```",
      ].join("\n\n"),
    },
    range: on(12, 0, 3),
  });
  const helpAt = (plus: number) =>
    server.ask<SignatureHelp>("signatureHelp", "main.ts", server.positionOf("main.ts", "sum(1, 2, 3", { plus }));
  const help = await helpAt(4);
  const [signature] = help.signatures;
  const label = "sum(first: number, ...rest: number[]): number";
  expect(signature).toMatchObject({ label, parameters: [{ label: [4, 17] }, { label: [19, 36] }] });
  expect(signature?.parameters?.[0]?.documentation).toEqual({ kind: "markdown", value: "where it begins" });
  expect(help).toMatchObject({ activeSignature: 0, activeParameter: 0 });
  // All that follows belongs to the last.
  expect(await helpAt(13)).toMatchObject({ activeParameter: 1 });
  expect(await server.ask("hover", "main.ts", { line: 10, character: 0 })).toBeNull();
});

test("definitions, types and uses of a name are found in all files, and in libraries", async () => {
  await using server = await open({
    "main.ts": `import { make } from "./shapes";\nlet shape = make();\nshape = make();\nshape.title.trim();\nprompt();\nprocess.exit();\n`,
    "shapes.ts": `export interface Shape {\n  title: string;\n}\nexport const make = (): Shape => ({ title: "" });\n`,
  });
  const [main, shapes] = [uriOf("main.ts"), uriOf("shapes.ts")];
  const at = (text: string, plus = 0) => server.positionOf("main.ts", text, { plus });
  expect(await server.ask("definition", "main.ts", at("make();"))).toEqual([{ uri: shapes, range: on(3, 13, 17) }]);
  expect(await server.ask("typeDefinition", "main.ts", at("shape ="))).toEqual([{ uri: shapes, range: on(0, 17, 22) }]);
  const context = { includeDeclaration: true };
  expect(await server.ask("references", "main.ts", at("make();"), { context })).toEqual([
    { uri: main, range: on(0, 9, 13) },
    { uri: main, range: on(1, 12, 16) },
    { uri: main, range: on(2, 8, 12) },
    { uri: shapes, range: on(3, 13, 17) },
  ]);
  const uses = await server.ask<Location[]>("references", "main.ts", at("title"), {
    context: { includeDeclaration: false },
  });
  expect(uses).toEqual(expect.arrayContaining([{ uri: main, range: on(3, 6, 11) }]));
  expect(uses).not.toContainEqual({ uri: shapes, range: on(1, 2, 7) });
  expect(await server.ask<DocumentHighlight[]>("documentHighlight", "main.ts", at("shape ="))).toEqual([
    { range: on(1, 4, 9), kind: 3 },
    { range: on(2, 0, 5), kind: 3 },
    { range: on(3, 0, 5), kind: 2 },
  ]);

  const textOf = async (uri: string | undefined) =>
    (await server.request<{ text: string | null }>("tandem/libText", { uri })).text;
  for (const [text, plus, uri, line] of [
    ["trim", 0, "lib:///lib.es5.d.ts", "    trim(): string;"],
    ["exit", 0, "lib:///runner.d.ts", "    exit(code?: number | string): never;"],
  ] as const) {
    const [found] = await server.ask<Location[]>("definition", "main.ts", at(text, plus));
    expect(found?.uri).toBe(uri);
    const lines = (await textOf(found?.uri))?.split("\n");
    expect(lines?.[found?.range.start.line ?? 0]).toBe(line);
  }
  expect(await textOf("lib:///nothing.d.ts")).toBeNull();
  // There is one function of this name, which the runner has.
  const [asks, ...others] = await server.ask<Location[]>("definition", "main.ts", at("prompt"));
  expect([asks?.uri, others]).toEqual(["lib:///runner.d.ts", []]);
  expect(await textOf(main)).toBeNull();
});

test("a name is changed in all files, and what they mean stays", async () => {
  await using server = await open({
    "main.ts": `import { side } from "./util";\nexport const shape = { side };\nconsole.log(shape.side, side);\n`,
    "util.ts": `export const side = 1;\n`,
    "again.ts": `export { side } from "./util";\nimport { shape } from "./main";\nconst { side: other } = shape;\nconsole.log(other);\n`,
  });
  expect(await server.ask("prepareRename", "util.ts", server.positionOf("util.ts", "side"))).toEqual({
    range: on(0, 13, 17),
    placeholder: "side",
  });
  const edit = await server.ask<WorkspaceEdit>("rename", "util.ts", server.positionOf("util.ts", "side"), {
    newName: "width",
  });
  expect(edit.changes?.[uriOf("again.ts")]).toEqual([{ range: on(0, 9, 13), newText: "width as side" }]);
  server.apply(edit);
  expect(server.textOf("util.ts")).toBe(`export const width = 1;\n`);
  expect(server.textOf("main.ts")).toBe(
    `import { width } from "./util";\nexport const shape = { side: width };\nconsole.log(shape.side, width);\n`,
  );
  for (const path of ["main.ts", "util.ts", "again.ts"]) expect(await server.diagnosticsOf(path)).toEqual([]);

  // From where it is imported, all of it; and a property.
  server.apply(
    await server.ask<WorkspaceEdit>("rename", "main.ts", server.positionOf("main.ts", "width }"), { newName: "b" }),
  );
  expect(server.textOf("util.ts")).toBe(`export const b = 1;\n`);
  server.apply(
    await server.ask<WorkspaceEdit>("rename", "main.ts", server.positionOf("main.ts", "shape.side", { plus: 6 }), {
      newName: "c",
    }),
  );
  for (const path of ["main.ts", "util.ts", "again.ts"]) expect(await server.diagnosticsOf(path)).toEqual([]);
  expect(server.textOf("again.ts")).toContain("const { c: other } = shape;");

  for (const [text, message] of [
    ["log(", "You cannot rename elements that are defined in the standard TypeScript library."],
    ["export", "You cannot rename this element."],
  ] as const)
    await expect(server.ask("prepareRename", "main.ts", server.positionOf("main.ts", text))).rejects.toThrow(message);
  server.change("util.ts", "process.exit();\n");
  await expect(
    server.ask("rename", "util.ts", server.positionOf("util.ts", "exit"), { newName: "end" }),
  ).rejects.toThrow("standard TypeScript library");
});

test("mistakes are mended, one or all of a kind, and code is rewritten", async () => {
  const main = `import { b, a } from "./util";
import { c } from "./util";
a();
class Shape {
  get() {
    return sidee + twice(1);
  }
}
const side = 1;
function late() {
  await a();
  await a();
}
const one = 1, two = 2;
`;
  await using server = await open({
    "main.ts": main,
    "util.ts": `export const a = () => 1;\nexport const b = 1;\nexport const c = 1;\n`,
    "twice.ts": `export const twice = (n: number) => n * 2;\n`,
  });
  const found = await server.diagnosticsOf("main.ts");
  const mend = async (code: number, title: string, only?: string[]) => {
    const diagnostic = found.find((each) => each.code === code);
    if (!diagnostic) throw new globalThis.Error(`There is no ${code}.`);
    const actions = await server.actionsAt("main.ts", diagnostic.range, [diagnostic], only);
    return choose(server, actions, title);
  };
  expect(await mend(2552, "Change spelling to 'side'")).toMatchObject({
    kind: "quickfix",
    isPreferred: true,
    diagnostics: [{ code: 2552 }],
    edit: { changes: { [uriOf("main.ts")]: [{ range: on(5, 11, 16), newText: "side" }] } },
  });
  expect(await mend(2304, `Add import from "./twice"`)).toMatchObject({
    isPreferred: true,
    edit: { changes: { [uriOf("main.ts")]: [{ range: on(0, 0, 0), newText: `import { twice } from "./twice";\n` }] } },
  });
  const all = await mend(6133, "Delete all unused imports", ["quickfix"]);
  server.apply(all.edit);
  expect(server.textOf("main.ts")).toMatch(/^import \{ a \} from ".\/util";\na\(\);\n/);

  server.change("main.ts", main);
  const organize = (only: string[]) => server.actionsAt("main.ts", on(0, 0, 0), [], only);
  server.apply((await choose(server, await organize(["source.organizeImports"]), "Organize Imports")).edit);
  expect(server.textOf("main.ts")).toBe(main.replace(/^.*\n.*\n/, `import { a } from "./util";\n`));
  // Nobody who asks for what can be done at a place is offered this.
  expect((await server.actionsAt("main.ts", on(0, 0, 0), [])).filter(({ kind }) => kind?.startsWith("source"))).toEqual(
    [],
  );

  const sum = `export function area(width: number) {\n\treturn width * (width + 1);\n}\n`;
  server.change("main.ts", sum);
  const actions = await server.actionsAt("main.ts", on(1, 16, 27), [], ["refactor"]);
  expect(actions.map(({ title }) => title)).not.toContainEqual(expect.stringMatching(/^Move to/));
  server.apply((await choose(server, actions, "Extract to constant in enclosing scope")).edit);
  expect(server.textOf("main.ts")).toBe(
    `export function area(width: number) {\n\tconst newLocal = width + 1;\n\treturn width * newLocal;\n}\n`,
  );
  const functions = await server.actionsAt("main.ts", on(1, 18, 27), [], ["refactor.extract.function"]);
  expect(functions.every(({ kind }) => kind === "refactor.extract.function")).toBe(true);
  server.apply((await choose(server, functions, "Extract to function in module scope")).edit);
  expect(await server.diagnosticsOf("main.ts")).toEqual([]);
});

test("a file has an outline, names are found in all files, and hints say what is not written", async () => {
  await using server = await open({
    "main.ts": `import { Size } from "./size";
export class Shape {
  side = 1;
  grow(by: number) {
    return this.side + by;
  }
}
function over(a: string): void;
function over(a: number): void;
function over(a: unknown) {}
test("grows", () => {
  const shape = new Shape();
  over(shape.grow(Size.Large));
});
`,
    "size.ts": `export enum Size { Small, Large }\n`,
  });
  const outline = await server.request<DocumentSymbol[]>("textDocument/documentSymbol", {
    textDocument: { uri: uriOf("main.ts") },
  });
  const names = (symbols: DocumentSymbol[]): unknown[] =>
    symbols.map(({ name, children = [] }) => (children.length > 0 ? [name, names(children)] : name));
  expect(names(outline)).toEqual(
    ["over", "over", "over", ["Shape", ["grow", "side"]], [`test("grows") callback`, ["shape"]]].map((each) => each),
  );
  const shape = outline.find(({ name }) => name === "Shape");
  expect(shape).toMatchObject({ kind: 5, selectionRange: on(1, 13, 18), range: { start: { line: 1, character: 0 } } });
  expect(shape?.children?.find(({ name }) => name === "grow")).toMatchObject({ kind: 6, selectionRange: on(3, 2, 6) });

  expect(await server.request<WorkspaceSymbol[]>("workspace/symbol", { query: "larg" })).toEqual([
    { name: "Large", kind: 22, containerName: "Size", location: { uri: uriOf("size.ts"), range: on(0, 26, 31) } },
  ]);
  const hints = await server.request<InlayHint[]>("textDocument/inlayHint", {
    textDocument: { uri: uriOf("main.ts") },
    range: { start: { line: 0, character: 0 }, end: { line: 14, character: 0 } },
  });
  expect(hints).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ position: { line: 2, character: 6 }, label: ": number", kind: 1 }),
      expect.objectContaining({ position: { line: 12, character: 18 }, label: "by:", kind: 2, paddingRight: true }),
    ]),
  );
});

test("a tsconfig.json of the session is followed, as far as it can be", async () => {
  const main = `let n = 1;\nn = null;\nfunction f(a) {}\nconst t = document.title;\n`;
  await using server = await open({ "main.ts": main, "main.js": `const n = 1;\nn.nothing();\n` });
  const errors = async (path: string) =>
    brief(await server.diagnosticsOf(path)).flatMap(([code, severity]) => (severity === Error ? code : []));
  expect(await errors("main.ts")).toEqual([2322, 7006]);
  expect(await errors("main.js")).toEqual([]);

  const [inScript, inMain] = [server.nextDiagnosticsOf("main.js"), server.nextDiagnosticsOf("main.ts")];
  server.open(
    "tsconfig.json",
    `{
  // Comments are fine here.
  "extends": "./base.json",
  "compilerOptions": { "checkJs": true, "outDir": "dist", "noEmit": false, "paths": { "*": ["./x/*"] }, "nonsense": 1 }
}`,
    "jsonc",
  );
  server.open("base.json", `{\n  "compilerOptions": { "strict": false, "lib": ["ESNext", "WebWorker"], "odd": 1 }\n}`);
  expect(brief(await inMain).flatMap(([code, severity]) => (severity === Error ? code : []))).toEqual([2584]);
  expect(brief(await inScript).slice(0, 1)).toEqual([[2339, Error, 1]]);
  expect(await server.diagnosticsOf("tsconfig.json")).toMatchObject([
    { code: 5023, message: "Unknown compiler option 'nonsense'.", range: { start: { line: 3 } } },
  ]);
  expect(await server.diagnosticsOf("base.json")).toMatchObject([
    { code: 5023, message: "Unknown compiler option 'odd'.", range: { start: { line: 1 } } },
  ]);

  // A broken one changes nothing; what is no JSON there the server for JSON says.
  const again = server.nextDiagnosticsOf("main.ts");
  server.change("tsconfig.json", `{ "compilerOptions": { "strict": false, `);
  expect(await server.diagnosticsOf("tsconfig.json")).toEqual([]);
  expect(brief(await again).flatMap(([code, severity]) => (severity === Error ? code : []))).toEqual([2322, 7006]);
  server.change("base.json", `{ "compilerOptions": { "strict": false, `);
  server.change("tsconfig.json", `{ "extends": "./base.json" }`);
  expect(await server.diagnosticsOf("tsconfig.json")).toEqual([]);
  expect(await server.diagnosticsOf("base.json")).toEqual([]);
});

test("a file that TypeScript cannot even read takes nothing from the others, and is read once it can be", async () => {
  await using server = await open({ "deep.ts": "[".repeat(20_000), "main.ts": `const n: number = "";\n` });
  let found = await server.diagnosticsOf("main.ts");
  while (found.length === 0) found = await server.nextDiagnosticsOf("main.ts");
  expect(brief(found)[0]).toEqual([2322, Error, 0]);
  server.change("deep.ts", `\nconst m: number = "";\n`);
  expect(brief(await server.diagnosticsOf("deep.ts"))[0]).toEqual([2322, Error, 1]);
});

test("a message is never as long as a text that it is about", async () => {
  const long = `"${"a".repeat(100_000)}"`;
  await using server = await open({
    "main.ts": `const n: 1 = ${long};\n`,
    "tsconfig.json": `{ "compilerOptions": { "noErrorTruncation": true } }`,
  });
  const [found] = await server.diagnosticsOf("main.ts");
  expect(found).toMatchObject({ code: 2322 });
  expect(String(found?.message).length).toBeLessThan(1_000);
});

test("what programs and tests find when they run is known, and JSX without a library is no mistake", async () => {
  await using server = await open({
    "main.ts": `import readline from "node:readline";
import { createInterface } from "readline/promises";
import fs, { readFileSync } from "fs";
import { inspect } from "util";
const name: string | null = await prompt("Name?");
const rl = readline.createInterface({ input: process.stdin });
rl.question("Age?", (age) => age.trim());
for await (const line of rl) line.trim();
const answer: string = await createInterface({ input: process.stdin }).question("Why?");
for await (const text of process.stdin) text.trim();
process.stdin.on("data", (text) => text.trim());
process.stdout.write(inspect({ name, answer }, { depth: 1 }) + readFileSync("a.txt").length + fs.existsSync("b"));
process.exitCode = 1;
setImmediate((a: number) => console.table([a]), 1);
export {};
`,
    "main.test.ts": `import { vi } from "vitest";
import assert from "node:assert";
describe("it", () => {
  test.each([[1, "a"], [2, "b"]])("%i", (n, text) => expect(n.toFixed()).toBe(text.trim()));
  it.only("waits", async () => {
    await expect(Promise.resolve(1)).resolves.not.toBe(2);
    const f = vi.fn((a: number) => String(a));
    f.mockReturnValueOnce("x");
    expect(f(1)).toEqual(expect.stringContaining("1"));
    const value: unknown = f(1);
    assert(typeof value === "string");
    value.trim();
  }, 100);
});
`,
    "app.tsx": `const Item = ({ text }: { text: string }) => <li className="item">{text}</li>;
export const list = <ul><Item text="a" /><Item text={1} /></ul>;
`,
    "common.cjs": `const { join } = require("./join.cjs");\nmodule.exports = { all: join([]) };\n`,
    "join.cjs": `/** @param {string[]} texts */\nexports.join = (texts) => texts.join();\n`,
  });
  const serious = async (path: string) =>
    (await server.diagnosticsOf(path)).filter(({ severity }) => severity !== Hint);
  expect(await serious("main.ts")).toEqual([]);
  expect(await serious("main.test.ts")).toEqual([]);
  expect(await serious("app.tsx")).toMatchObject([{ code: 2322, range: on(1, 47, 51) }]);
  const hover = await server.ask<Hover>("hover", "common.cjs", server.positionOf("common.cjs", "all"));
  expect(hover.contents).toMatchObject({ value: expect.stringContaining("all: string") });
});

test("what fails gives no answer, is told once, and the next answer is sound", async () => {
  await using server = await open({ "main.ts": "export const side = 1;\n" });
  // No position at all, for which no code is prepared.
  for (let nth = 0; nth < 3; nth++)
    expect(await server.request("textDocument/hover", { textDocument: { uri: uriOf("main.ts") } })).toBeNull();
  expect(server.warnings).toHaveLength(1);
  expect(await server.ask("hover", "main.ts", server.positionOf("main.ts", "side"))).not.toBeNull();
  expect(await server.ask("hover", "other.ts", { line: 0, character: 0 })).toBeNull();
});

test("what is no longer wanted is not worked on", async () => {
  await using server = await open({ "main.ts": "export const side = 1;\n" });
  const { CancellationTokenSource } = await import("vscode-languageserver-protocol");
  const source = new CancellationTokenSource();
  const asked = server.connection.sendRequest(
    "textDocument/hover",
    { textDocument: { uri: uriOf("main.ts") }, position: { line: 0, character: 14 } },
    source.token,
  );
  source.cancel();
  await expect(asked).rejects.toThrow(/cancelled/i);
});

test("a text is parsed anew only where it has changed", async () => {
  const { Snapshot } = await import("../../../app/language-servers/typescript/snapshot.ts");
  const change = (before: string, after: string) => {
    const { span, newLength } = new Snapshot(after).getChangeRange(new Snapshot(before)) ?? ({} as ts.TextChangeRange);
    return [span.start, span.length, newLength];
  };
  expect(change("one two", "one, two")).toEqual([3, 0, 1]);
  expect(change("aaa", "aa")).toEqual([2, 1, 0]);
  expect(change("", "a")).toEqual([0, 0, 1]);
  expect(change("abc", "abc")).toEqual([3, 0, 0]);
  expect(change("abc", "xyz")).toEqual([0, 3, 3]);
});
