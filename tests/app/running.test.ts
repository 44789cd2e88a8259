/** What the page does with runs before it draws anything: which file runs, what is read, linked, kept and told. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { AnsiReader, type AnsiToken } from "../../app/routes/sessions.$sessionId/running/ansi.ts";
import { Batches } from "../../app/routes/sessions.$sessionId/running/batches.ts";
import { findLinks } from "../../app/routes/sessions.$sessionId/running/links.ts";
import { mergeRuns } from "../../app/routes/sessions.$sessionId/running/run-list.ts";
import {
  lineText,
  MAX_SHOWN_LINES,
  type OutputLine,
  RunLog,
} from "../../app/routes/sessions.$sessionId/running/run-log.ts";
import {
  entryOf,
  hasTests,
  isHere,
  runnerOf,
  runnersHere,
} from "../../app/routes/sessions.$sessionId/running/runner-of.ts";
import { languageOf } from "../../app/languages.ts";
import { MAX_BATCH_CHARS, MAX_BATCH_PIECES, MAX_KEPT_RUNS } from "../../protocol/limits.ts";
import { pieceChars } from "../../protocol/piece-chars.ts";
import type { Piece, Run } from "../../protocol/runs.ts";
import { root } from "../support/root.ts";

const file = (name: string) => ({ path: name, language: languageOf(name) });

test.each([
  ["main.ts", "javascript"],
  ["view.tsx", "javascript"],
  ["lib.mjs", "javascript"],
  ["main.py", "python"],
  ["rows.sql", "sql"],
  ["main.lua", "lua"],
  ["index.html", "html"],
  ["main.rb", "ruby"],
  ["main.c", "c"],
  ["main.cc", "cpp"],
  ["util.h", undefined],
  ["util.hpp", undefined],
  ["style.css", undefined],
  ["types.d.ts", undefined],
  ["main.go", undefined],
])("%s is run by %s", (name, runner) => expect(runnerOf(file(name))).toBe(runner));

test("a file's language says what runs it, before its name does", () => {
  expect(runnerOf({ path: "notes.txt", language: "python" })).toBe("python");
  expect(runnerOf({ path: "main.py", language: "plaintext" })).toBe("python");
});

test("the open file runs if it can, else the page, else that with which the program begins", () => {
  const files = ["README.md", "a/main.py", "b.js", "index.js", "style.css"].map(file);
  expect(entryOf(files, file("b.js"))?.path).toBe("b.js");
  expect(entryOf(files, file("README.md"))?.path).toBe("a/main.py");
  expect(entryOf([...files, file("main.lua")], undefined)?.path).toBe("main.lua");
  expect(entryOf([...files, file("a/index.html")], file("style.css"))?.path).toBe("a/index.html");
  expect(entryOf([...files, file("index.html")], file("b.js"))?.path).toBe("b.js");
  expect(entryOf([...files, file("about.html")], undefined)?.path).toBe("a/main.py");
  expect(entryOf(["z.js", "deep/a.js"].map(file), undefined)?.path).toBe("z.js");
  expect(entryOf(["README.md", "style.css"].map(file), file("style.css"))).toBeUndefined();
});

test("a file that only other servers run gives way, unless it is open or all there is", () => {
  const files = ["main.rb", "deep/util.js"].map(file);
  expect(isHere("ruby")).toBe(false);
  expect(runnersHere()).toEqual(["javascript", "python", "sql", "lua", "html"]);
  expect(entryOf(files, undefined)?.path).toBe("deep/util.js");
  expect(entryOf(files, file("main.rb"))?.path).toBe("main.rb");
  expect(entryOf(["README.md", "main.rb"].map(file), file("README.md"))?.path).toBe("main.rb");
});

test("a build has the languages whose packages are there", async () => {
  vi.stubEnv("ADDED_LANGUAGES", "ruby postgres");
  vi.resetModules();
  const withSome = await import("../../app/routes/sessions.$sessionId/running/runner-of.ts");
  expect(withSome.runnersHere()).toEqual(["javascript", "python", "sql", "lua", "html", "ruby", "postgres"]);
  expect(withSome.isHere("cpp")).toBe(false);
  vi.unstubAllEnvs();
});

test("tests are found by how they are written", () => {
  expect(hasTests("javascript", 'import "x";\n  test.only("adds", () => {});')).toBe(true);
  expect(hasTests("javascript", "describe('a', () => {})")).toBe(true);
  expect(hasTests("javascript", "const latest = 1; contest();")).toBe(false);
  expect(hasTests("python", "def test_adds():\n  pass")).toBe(true);
  expect(hasTests("python", "class Adding(unittest.TestCase):\n  pass")).toBe(true);
  expect(hasTests("python", "def attest_x(): pass")).toBe(false);
  expect(hasTests("lua", "test()")).toBe(false);
  expect(hasTests(undefined, "test()")).toBe(false);
});

const paths = new Map([
  ["main.ts", "m"],
  ["util.py", "u"],
  ["lib/util.py", "lu"],
  ["main.lua", "l"],
  ["with space.ts", "s"],
]);
const linked = (text: string) =>
  findLinks(text, paths).map(({ start, end, fileId, line }) => [text.slice(start, end), fileId, line]);

test.each([
  ["    at add (main.ts:3:5)", [["main.ts:3:5", "m", 3]]],
  ["main.lua:3: attempt to call", [["main.lua:3", "l", 3]]],
  ['  File "util.py", line 12, in <module>', [['File "util.py", line 12', "u", 12]]],
  ['  File "/home/pyodide/lib/util.py", line 2', [['File "/home/pyodide/lib/util.py", line 2', "lu", 2]]],
  [
    "./main.ts:1 and file:///main.ts:2:1",
    [
      ["main.ts:1", "m", 1],
      ["main.ts:2:1", "m", 2],
    ],
  ],
  ["lib/util.py:7", [["lib/util.py:7", "lu", 7]]],
  ["with space.ts:4", [["with space.ts:4", "s", 4]]],
  ["other.ts:3, domain.ts:4, xmain.ts:5", []],
  ["node_modules/main.ts:3:1 https://example.org/main.ts:3", []],
  ['File "os.py", line 3; main.ts and 3:4', []],
])("in %o the places are %o", (text, places) => expect(linked(text)).toEqual(places));

const read = (...pieces: string[]) => {
  const reader = new AnsiReader();
  return pieces.flatMap((piece) => reader.read(piece));
};
const texts = (tokens: AnsiToken[]) => tokens.map((token) => (token.type === "text" ? token.text : token.type));

test("styles of terminals are read, in whatever pieces they come", () => {
  expect(read("a\x1b[1;31mb\x1b[0mc")).toEqual([
    { type: "text", text: "a", style: {} },
    { type: "text", text: "b", style: { isBold: true, color: 1 } },
    { type: "text", text: "c", style: {} },
  ]);
  expect(read("\x1b", "[3", "8;5;196", "mx")).toEqual([{ type: "text", text: "x", style: { color: "rgb(255 0 0)" } }]);
  expect(read("\x1b[38;2;1;2;3;4mx")).toEqual([
    { type: "text", text: "x", style: { color: "rgb(1 2 3)", isUnderlined: true } },
  ]);
  expect(read("\x1b[48;5;9;97mx")).toEqual([{ type: "text", text: "x", style: { background: 9, color: 15 } }]);
  expect(read("\x1b[7;3mx\x1b[27;23my").at(-1)).toEqual({
    type: "text",
    text: "y",
    style: { isInverse: false, isItalic: false },
  });
});

test("P8 what else terminals obey is dropped, and what never ends holds nothing up for ever", () => {
  expect(texts(read("a\x1b[2J\x1b[10;10Hb\x1b]0;title\x07c\x1b]8;;https://x\x1b\\d\x1b(Be\x07\x00f\x9b"))).toEqual([
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
  ]);
  expect(texts(read("a\r\nb\rc\bd\r", "\ne"))).toEqual(["a", "\n", "b", "\r", "c", "\b", "d", "\n", "e"]);
  expect(texts(read("\x1b]", "x".repeat(300))).join("")).toContain("x".repeat(290));
});

const logOf = (...pieces: Piece[]) => {
  const log = new RunLog();
  log.add(pieces);
  while (log.isWaiting) log.takeSlice();
  return log;
};
const linesOf = (log: RunLog) =>
  log
    .getShown()
    .blocks.flatMap(({ items }) => items)
    .map((item) => [item.kind, "spans" in item ? lineText(item) : ""]);

test("output becomes lines as in a terminal, errors on lines of their own", () => {
  expect(
    linesOf(
      logOf(
        { kind: "out", text: "Name? " },
        { kind: "in", text: "Ada" },
        { kind: "out", text: "one\n\ntw" },
        { kind: "out", text: "o" },
        { kind: "err", text: "bad\n" },
        { kind: "out", text: "10 %\r20 %\rdone\n" },
        { kind: "out", text: "ab\bc" },
        { kind: "note", text: "Stopped." },
      ),
    ),
  ).toEqual([
    ["out", "Name? Ada"],
    ["out", "one"],
    ["out", ""],
    ["out", "two"],
    ["err", "bad"],
    ["out", "done"],
    ["out", "ac"],
    ["note", "Stopped."],
  ]);
});

test("what is copied is what was written, however long its lines are", () => {
  const text = `${"x".repeat(5_000)}\n\nend\n`;
  expect(logOf({ kind: "out", text }).toText()).toBe(text);
});

test("only the last block is ever made anew, and tests are counted", () => {
  const log = logOf({ kind: "out", text: "line\n".repeat(500) });
  const [first, second] = log.getShown().blocks;
  const passed: Piece = { kind: "test", name: ["adds"], state: "passed", ms: 1 };
  log.add([{ kind: "out", text: "more" }, passed, { ...passed, state: "failed" }]);
  log.takeSlice();
  const { blocks, tests } = log.getShown();
  expect([blocks[0], blocks[1]]).toEqual([first, second]);
  expect(blocks[0]).toBe(first);
  expect(blocks.every(({ items }) => items.length <= 200)).toBe(true);
  expect(tests).toEqual({ passed: 1, failed: 1, skipped: 0 });
  log.clear();
  expect(log.getShown()).toEqual({ blocks: [], dropped: 0, tests });
  // The whole of it once more, after a gap: nothing is counted twice.
  log.reset();
  log.add([passed]);
  log.takeSlice();
  expect(log.getShown().tests).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test("P8 a megabyte of empty lines is taken in small parts, and only the last of them are shown", () => {
  const log = new RunLog();
  log.add([{ kind: "out", text: "\n".repeat(1_000_000) }]);
  let slices = 0;
  let most = 0;
  for (; log.isWaiting; slices++) {
    const before = log.getShown().dropped + linesOf(log).length;
    log.takeSlice();
    most = Math.max(most, log.getShown().dropped + linesOf(log).length - before);
    if (slices > 20) break;
  }
  expect(slices).toBeGreaterThan(20);
  expect(most).toBeLessThanOrEqual(3_000);
  while (log.isWaiting) log.takeSlice();
  expect(linesOf(log).length).toBeLessThanOrEqual(MAX_SHOWN_LINES);
  expect(log.getShown().dropped + linesOf(log).length).toBe(1_000_000);
});

test("a line's spans keep their styles when it is written over", () => {
  const [item] = logOf({ kind: "out", text: "abcdef\r\x1b[31mXY" }).getShown().blocks[0]?.items ?? [];
  expect((item as OutputLine).spans).toEqual([
    { text: "XY", style: { color: 1 } },
    { text: "cdef", style: {} },
  ]);
});

test("output is told in few pieces, in order, and never more at once than the server takes", () => {
  const batches = new Batches();
  for (let n = 0; n < 5_000; n++) batches.add([{ kind: "out", text: `${n}\n` }]);
  expect(batches.take()).toHaveLength(1);
  expect(batches.isEmpty).toBe(true);
  const lots: Piece[] = Array.from({ length: 2_500 }, (_, n) => ({ kind: "in", text: String(n) }));
  batches.add([...lots, { kind: "out", text: "x".repeat(MAX_BATCH_CHARS) }, { kind: "out", text: "y" }]);
  const told: Piece[] = [];
  while (!batches.isEmpty) {
    const batch = batches.take();
    expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_PIECES);
    expect(batch.reduce((sum, piece) => sum + pieceChars(piece), 0)).toBeLessThanOrEqual(MAX_BATCH_CHARS);
    told.push(...batch);
  }
  expect(told.slice(0, 2_500)).toEqual(lots);
  const rest = told.slice(2_500).map((piece) => ("text" in piece ? piece.text : ""));
  expect(rest.join("")).toBe(`${"x".repeat(MAX_BATCH_CHARS)}y`);
});

const run = (nth: number, state: Run["state"]) =>
  ({ id: `r${nth}`, state, createdAt: `2026-01-01T00:00:0${nth}Z` }) as Run;

test("a run that has ended never runs again, but for one whose page was thought gone", () => {
  const states = (runs: Run[]) => runs.map(({ id, state }) => `${id} ${state}`);
  expect(states(mergeRuns([run(1, "done")], [run(1, "running"), run(2, "running")]))).toEqual([
    "r2 running",
    "r1 done",
  ]);
  expect(states(mergeRuns([run(1, "lost")], [run(1, "waiting")]))).toEqual(["r1 waiting"]);
  expect(states(mergeRuns([run(1, "running")], [run(1, "failed")]))).toEqual(["r1 failed"]);
  const many = Array.from({ length: 30 }, (_, n) => ({ ...run(0, "done"), id: `r${n}` }));
  expect(mergeRuns([], many)).toHaveLength(MAX_KEPT_RUNS);
  const early = { ...run(0, "running"), id: "a" };
  expect(mergeRuns([early], many)).toContain(early);
});

test("the colours of output can be read in each theme", () => {
  const css = readFileSync(path.join(root, "app/app.css"), "utf8");
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const themes = [...css.matchAll(/^(?::root|\[data-theme="[\w-]+"\]) \{\n([^}]*--ink-0[^}]*)\}/gm)].map(
    ([, body = ""]) => new Map([...body.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, name, color]) => [name, color])),
  );
  expect(themes).toHaveLength(4);
  for (const theme of themes) {
    const page = luminance(theme.get("ink-0") ?? "");
    const names = ["ink-7", "ink-8", "ink-10", "red", "green", "amber", "ansi-blue", "ansi-magenta", "ansi-cyan"];
    for (const name of names) {
      const [dark = 0, light = 0] = [luminance(theme.get(name) ?? ""), page].toSorted((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05), `${name} on ${theme.get("ink-0")}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});
