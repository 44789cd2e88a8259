import type {
  CodeAction,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  InitializeResult,
  Location,
  Position,
  PublishDiagnosticsParams,
  SignatureHelp,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import { beforeAll, expect, test } from "vitest";
import type { Message } from "../../../app/language-servers/python/messages.ts";
import { servePython, type Scope } from "../../../app/language-servers/python/server.ts";
import { startPython } from "../../support/python-server.ts";

// One for all: it takes seconds to begin. Each test has files of its own.
let post: (message: Message) => void;
let capabilities: InitializeResult["capabilities"];
let lastId = 0;
const answers = new Map<unknown, (message: Message) => void>();
const published = new Map<string, Diagnostic[]>();
let heard = () => {};

const notify = (method: string, params: unknown) => post({ jsonrpc: "2.0", method, params });
const request = <Answer>(method: string, params: unknown) =>
  new Promise<Answer>((resolve) => {
    const id = ++lastId;
    answers.set(id, ({ result }) => resolve(result as Answer));
    post({ jsonrpc: "2.0", id, method, params });
  });
const uriOf = (path: string) => `file:///${path.split("/").map(encodeURIComponent).join("/")}`;
const open = (path: string, text: string) =>
  notify("textDocument/didOpen", { textDocument: { uri: uriOf(path), languageId: "python", version: 1, text } });
const close = (path: string) => notify("textDocument/didClose", { textDocument: { uri: uriOf(path) } });
const ask = <Answer>(method: string, path: string, position: Position, more: object = {}) =>
  request<Answer>(`textDocument/${method}`, { textDocument: { uri: uriOf(path) }, position, ...more });

/** What is shown of a file once that is so. */
async function problemsOf(path: string, isExpected: (problems: Diagnostic[]) => boolean): Promise<Diagnostic[]> {
  for (;;) {
    const problems = published.get(uriOf(path))?.filter(({ severity }) => severity !== 4);
    if (problems && isExpected(problems)) return problems;
    await new Promise<void>((resolve) => (heard = resolve));
  }
}

beforeAll(async () => {
  post = startPython((message) => {
    if (message.method === undefined) return answers.get(message.id)?.(message);
    expect(message.method).toBe("textDocument/publishDiagnostics");
    const { uri, diagnostics } = message.params as PublishDiagnosticsParams;
    published.set(uri, diagnostics);
    heard();
  });
  const markdown = { documentationFormat: ["markdown"] };
  const initialized = await request<InitializeResult>("initialize", {
    processId: null,
    rootUri: "file:///",
    workspaceFolders: [{ uri: "file:///", name: "session" }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true },
      textDocument: {
        completion: { completionItem: markdown },
        hover: { contentFormat: ["markdown"] },
        diagnostic: {},
      },
    },
  });
  ({ capabilities } = initialized);
  notify("initialized", {});
}, 120_000);

test("it takes whole texts, and has no commands", () => {
  expect(capabilities).toMatchObject({
    textDocumentSync: { openClose: true, change: 1 },
    completionProvider: { resolveProvider: true },
    renameProvider: { prepareProvider: true },
  });
  expect(capabilities.executeCommandProvider).toBeUndefined();
});

test("a beginner's script has no complaints, and what will fail is an error", { timeout: 120_000 }, async () => {
  open(
    "game.py",
    `import random

scores = {}
history = []


def ask(prompt, low=1, high=10):
    while True:
        answer = input(prompt)
        if answer.isdigit() and low <= int(answer) <= high:
            return int(answer)
        print("Between", low, "and", high)


class Player:
    def __init__(self, name):
        self.name = name
        self.best = None

    def play(self, secret):
        tries = 0
        while ask(self.name + "? ") != secret:
            tries += 1
        if self.best is None or tries < self.best:
            self.best = tries
        history.append((self.name, tries))


for name in ["Ada", "Grace"]:
    player = Player(name)
    player.play(random.randint(1, 10))
    scores[name] = player.best
print(sorted(scores.items(), key=lambda pair: pair[1]))
print(max(history), sum(tries for _, tries in history) / len(history))
print(the_end)
`,
  );
  open("wrong.py", "def double(n: int):\n    return n * 2\n\nprint(doubel(2), double('a'))\nprint(1 + 'a')\n");
  const isDone = (problems: Diagnostic[]) => problems.length > 0;
  expect(await problemsOf("game.py", isDone)).toMatchObject([{ message: '"the_end" is not defined' }]);
  const problems = await problemsOf("wrong.py", isDone);
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ["reportUndefinedVariable", 1],
    ["reportArgumentType", 1],
    ["reportOperatorIssue", 1],
  ]);
});

test("files import each other as they come, go and are renamed", { timeout: 120_000 }, async () => {
  open("app/main.py", "import pkg.mod\nfrom util import hello\nimport nowhere\nprint(hello(pkg.mod.twice(1)))\n");
  open("pkg/__init__.py", "");
  open("pkg/mod.py", "def twice(n: int) -> int:\n    return 2 * n\n");
  const missing = (problems: Diagnostic[]) =>
    problems.flatMap(({ message }) => /Import "(.*)" could not/.exec(String(message))?.[1] ?? []).join(" ");
  await problemsOf("app/main.py", (problems) => missing(problems) === "util nowhere");
  open("util.py", "def hello(name: str) -> str:\n    return 'Hello ' + name\n");
  const problems = await problemsOf("app/main.py", (all) => missing(all) === "nowhere" && all.length === 2);
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ["reportMissingImports", 2],
    ["reportArgumentType", 1],
  ]);
  close("pkg/mod.py");
  await problemsOf("app/main.py", (all) => missing(all) === "pkg.mod nowhere");
  open("pkg/mod.py", "def twice(n: str) -> str:\n    return 2 * n\n");
  const [, argument] = await problemsOf("app/main.py", (all) => missing(all) === "nowhere");
  expect(argument?.message).toContain('"str"');
});

test("a function is explained, completed, and renamed wherever it is used", { timeout: 120_000 }, async () => {
  open("shapes & co/square's.py", "import lib_area\n\nlib_area.area(2)\n");
  open("lib_area.py", 'def area(side):\n    """How much it covers."""\n    return side * side\n');
  const use = { line: 2, character: 11 };
  const path = "shapes & co/square's.py";
  const hover = await ask<Hover>("hover", path, use);
  expect(hover.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("How much it covers.") });
  const help = await ask<SignatureHelp>("signatureHelp", path, { line: 2, character: 14 });
  expect(help.signatures[0]?.label).toContain("side");
  const { items } = await ask<CompletionList>("completion", path, { line: 2, character: 10 });
  const item = items.find(({ label }) => label === "area");
  const resolved = await request<CompletionItem>("completionItem/resolve", item);
  expect(resolved.documentation).toMatchObject({ value: expect.stringContaining("How much it covers.") });
  const references = await ask<Location[]>("references", path, use, { context: { includeDeclaration: true } });
  expect(references.map(({ uri }) => uri).sort()).toEqual([uriOf("lib_area.py"), uriOf(path)]);
  const { changes, documentChanges } = await ask<WorkspaceEdit>("rename", path, use, { newName: "surface" });
  expect(documentChanges).toBeUndefined();
  expect(changes).toEqual({
    [uriOf(path)]: [
      { range: { start: { line: 2, character: 9 }, end: { line: 2, character: 13 } }, newText: "surface" },
    ],
    [uriOf("lib_area.py")]: [
      { range: { start: { line: 0, character: 4 }, end: { line: 0, character: 8 } }, newText: "surface" },
    ],
  });
});

test("a definition in Python's library can be read", { timeout: 120_000 }, async () => {
  open("paths.py", "import os\n\nos.path.join('a', 'b')\n");
  const [place] = await ask<Location[]>("definition", "paths.py", { line: 2, character: 9 });
  expect(place?.uri).toBe("lib:///typeshed/stdlib/posixpath.pyi");
  const { text } = await request<{ text: string }>("tandem/libText", { uri: place?.uri });
  expect(text.split("\n")[place?.range.start.line ?? 0]).toContain("def join");
  expect(await request("tandem/libText", { uri: "lib:///typeshed/stdlib/nowhere.pyi" })).toEqual({ text: null });
  expect(await request("tandem/libText", { uri: "file:///paths.py" })).toEqual({ text: null });
});

test("a name that is missing is imported by one click", { timeout: 120_000 }, async () => {
  open("tool.py", "def sharpen(blade):\n    return blade\n");
  open("shed.py", "print(sharpen('axe'))\n");
  const [problem] = await problemsOf("shed.py", (problems) => problems.length > 0);
  const actions = await request<CodeAction[]>("textDocument/codeAction", {
    textDocument: { uri: uriOf("shed.py") },
    range: problem?.range,
    context: { diagnostics: [problem], only: ["quickfix"] },
  });
  const fix = actions.find(({ isPreferred }) => isPreferred);
  expect(fix?.title).toBe("from tool import sharpen");
  expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([uriOf("shed.py")]);
  const { items } = await ask<CompletionList>("completion", "shed.py", { line: 0, character: 10 });
  const item = items.find(({ label }) => label === "sharpen");
  expect(item?.additionalTextEdits?.[0]?.newText).toContain("from tool import sharpen\n");
});

test("where its script cannot be loaded, the page hears of an error", async () => {
  const { promise: reported, resolve: reportError } = Promise.withResolvers<unknown>();
  const target = new EventTarget();
  const scope: Scope = {
    addEventListener: target.addEventListener.bind(target),
    dispatchEvent: target.dispatchEvent.bind(target),
    postMessage() {},
    reportError,
  };
  const missing = new Error("404");
  servePython(
    scope,
    () => Promise.reject(missing),
    () => ({ postMessage() {} }),
  );
  target.dispatchEvent(new MessageEvent("message", { data: { jsonrpc: "2.0", id: 1, method: "initialize" } }));
  expect(await reported).toBe(missing);
});
