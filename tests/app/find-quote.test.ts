import { expect, test } from "vitest";
import { findQuote, shown } from "../../app/review/find-quote.ts";
import { readFinding } from "../../app/review/model-finding.ts";
import { placeFinding } from "../../app/review/place-finding.ts";

const lines = [
  "function add(a, b) {",
  "  if (a === null) {",
  "    throw new Error('no a');",
  "  }",
  "",
  "  return a - b;",
  "}",
  "const total = add(1, 2);",
  "const all = [...total, 'x'];",
  "const again = add(1, 2);",
];
const code = shown(lines, 11);
const at = (quote: string, named?: number) => {
  const found = findQuote(code, quote, named);
  return found && [found.start, found.end, found.isWhole];
};

/** What models quote, and the lines that they mean. */
const quotes: [string, string, number | undefined, unknown][] = [
  ["as it stands", "  return a - b;", 16, [16, 16, true]],
  ["the nearest of two", "add(1, 2)", 20, [20, 20, false]],
  [
    "with the numbers that it was shown",
    "12|   if (a === null) {\n13|     throw new Error('no a');",
    12,
    [12, 13, true],
  ],
  ["with other numbers", "L16: return a - b;", 16, [16, 16, true]],
  ["in a fence", "```js\nreturn a - b;\n```", 16, [16, 16, true]],
  ["in backticks", "`return a - b;`", undefined, [16, 16, true]],
  ["in printed quotation marks", "“return a - b;”", undefined, [16, 16, true]],
  ["as a difference", "- return a - b;", 16, [16, 16, true]],
  ["without white space", "if(a===null){", 12, [12, 12, true]],
  ["with other quotation marks", 'throw new Error("no a");', 13, [13, 13, true]],
  ["with markup for characters", "add(1, 2);\nconst all = [...total, &#39;x&#39;];", 18, [18, 19, false]],
  ["with line feeds spelled out", "  }\\n\\n  return a - b;", 14, [14, 16, true]],
  ["in one line", "if (a === null) { throw new Error('no a'); }", 12, [12, 14, true]],
  ["without the blank line", "  }\n  return a - b;", 14, [14, 16, true]],
  ["from the middle of a line", "a === null) {\n    throw new", 12, [12, 13, false]],
  ["with its middle left out", "function add(a, b) {\n  ...\n  return a - b;", 11, [11, 16, false]],
  ["with a comment for its middle", "function add(a, b) {\n  // ... rest of it\n}", 11, [11, 14, false]],
  ["with a line's middle left out", "const all = … 'x'];", 19, [19, 19, false]],
  ["with a spread that is meant", "[...total, 'x']", 19, [19, 19, false]],
  ["with a mistake, where it says", "    throw new Eror('no a')", 13, [13, 13, false]],
  ["with a mistake, elsewhere", "    throw new Eror('no a')", 20, undefined],
  ["of other code", "import os", 11, undefined],
  ["of nothing", "  \n", 11, undefined],
  ["too short", "}}", 11, undefined],
];
test.each(quotes)("P14 a quote %s is found where it stands", (_, quote, named, wanted) => {
  expect(at(quote, named)).toEqual(wanted);
});

test("P14 a finding says what it says under whatever names, and no name makes code of words", () => {
  const plain = {
    severity: "warning",
    title: "t",
    message: "",
    startLine: undefined,
    endLine: undefined,
    quote: "",
    replacement: null,
  };
  const kinds: [unknown, object | undefined][] = [
    [
      { title: "t", severity: "HIGH" },
      { ...plain, severity: "error" },
    ],
    [{ title: "t", severity: "🟡 Warn" }, plain],
    [
      { title: "t", level: "note" },
      { ...plain, severity: "info" },
    ],
    [
      { title: "t", severity: 3, startLine: "7", endLine: 8.0 },
      { ...plain, startLine: 7, endLine: 8 },
    ],
    [
      { title: "t", line: 7 },
      { ...plain, startLine: 7 },
    ],
    [
      { title: "t", lines: "7-9" },
      { ...plain, startLine: 7, endLine: 9 },
    ],
    [
      { title: "t", line_range: [7, 9] },
      { ...plain, startLine: 7, endLine: 9 },
    ],
    [
      { title: "t", location: { file: "a", start: { line: 7 }, startLine: 7, endLine: 9 } },
      { ...plain, startLine: 7, endLine: 9 },
    ],
    [
      { issue: "t", explanation: "m", code: ["a", "b"], fix: "Use b.", replacement: "null" },
      { ...plain, message: "m", quote: "a\nb" },
    ],
    [{ message: null, title: null, quote: "x" }, undefined],
    ["t", undefined],
  ];
  for (const [said, wanted] of kinds) expect(readFinding(said)).toEqual(wanted);
});

test("P14 a replacement is offered for just the lines that are quoted, and only where it is whole", () => {
  const placed = (said: object) =>
    placeFinding(lines, code, readFinding({ title: "return", ...said }) ?? ({} as never));
  expect(placed({ quote: "  return a - b;", replacement: "```\n  return a + b;\n```" })).toMatchObject({
    startLine: 16,
    endLine: 16,
    replacement: "  return a + b;",
  });
  expect(
    placed({
      quote: "function add(a, b) {\n  if (a === null) {",
      replacement: "function add(a, b) {\n  // ... existing code ...",
    })?.replacement,
  ).toBeNull();
  expect(placed({ quote: "function add(a, b) {\n...\n}", replacement: "x" })?.replacement).toBeNull();
  // It quotes nothing: what it names is taken where it speaks of what is there.
  expect(placed({ startLine: 16 })).toMatchObject({ startLine: 16, quote: "  return a - b;", replacement: null });
  expect(placed({ startLine: 18 })).toBeUndefined();
  expect(placed({ startLine: 99 })).toBeUndefined();
});
