import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerReader } from "../../app/review/answer-reader.ts";

const finding = fc.record({
  title: fc.string({ unit: "grapheme" }),
  quote: fc.constantFrom('}],"findings":[{', '\\"', "{[}]", '"', "</think>", "'", '", "a": 1'),
  lines: fc.array(fc.integer()),
  words: fc.array(fc.string()),
  inner: fc.dictionary(fc.string(), fc.json()),
});
const answer = fc.record({
  summary: fc.constantFrom("fine", '"findings": [', "{"),
  other: fc.array(fc.record({ a: fc.string() })),
  findings: fc.array(finding),
});
const plain = <T>(value: T) => JSON.parse(JSON.stringify(value)) as T;

/** Reads a text in one piece, or in several. */
function read(text: string, sizes: Iterator<number> = [].values()) {
  const reader = new AnswerReader();
  const found: unknown[] = [];
  for (let at = 0; at < text.length;) {
    const size = sizes.next().value ?? text.length;
    found.push(...reader.push(text.slice(at, at + size)));
    at += size;
  }
  found.push(...reader.finish());
  return { found: plain(found), reader };
}

test("P14 whatever findings hold, and wherever the answer is cut, each is read whole and once", () => {
  const around = fc.constantFrom(
    ["", ""],
    ["Here it is:\n```json\n", "\n```\nI hope {this} helps."],
    ['<think>If { x: [1] } or {"findings": [{"title": "no"}]}…</think>\n', ""],
    ["So { or [ is it? ", ""],
  );
  fc.assert(
    fc.property(
      answer,
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      around,
      fc.constantFrom(0, 2),
      (wanted, sizes, [before, behind], indent) => {
        const { found, reader } = read(`${before}${JSON.stringify(wanted, null, indent)}${behind}`, sizes);
        expect(found).toEqual(plain(wanted.findings));
        expect([reader.summary, reader.isWhole, reader.unreadable]).toEqual([wanted.summary, true, 0]);
      },
    ),
  );
});

test("P14 an answer that is not complete has no whole, and nothing of a finding that is not closed", () => {
  const reader = new AnswerReader();
  expect(plain(reader.push('{"summary": "x", "findings": [{"title": "a"}, {"title": "b"'))).toEqual([{ title: "a" }]);
  expect(reader.finish()).toEqual([]);
  expect(reader.isWhole).toBe(false);
  for (const text of [
    '{"summary": "x", "findings": [',
    '{"summary": "x", "findings": [}',
    '{"result": "All is well."}',
    "",
    "Nothing to say.",
    "int[] numbers = []",
  ]) {
    const { reader, found } = read(text);
    expect([text, reader.isUnderstood, found]).toEqual([text, false, []]);
  }
});

const a = { title: "a", quote: "x", startLine: 1 };
const b = { title: "b", quote: "y", startLine: 2 };
const one = JSON.stringify(a);
const two = JSON.stringify(b);
/** How models write what they should have written as JSON, and what it means. */
const kinds: [string, string, unknown[]][] = [
  ["an array as root", `[${one}, ${two}]`, [a, b]],
  ["an empty array as root", "```json\n[]\n```", []],
  ["suggestions", `{"suggestions": [${one}]}`, [a]],
  ["issues, wrapped", `{"review": {"summary": "s", "Code-Issues": [], "issues": [${one}]}}`, [a]],
  ["named findings", `{"findings": {"1": ${one}, "2": ${two}}}`, [a, b]],
  ["one finding without a list", one, [a]],
  ["a finding a line", `${one}\n${two}\n`, [a, b]],
  ["no findings in words", '{"summary": "Fine.", "findings": null}', []],
  ["all in a string", JSON.stringify(JSON.stringify({ findings: [a] })), [a]],
  [
    "a thought with an answer in it",
    `<thinking>\nPerhaps {"findings": [${two}]}? No.\n</thinking>{"findings": [${one}]}`,
    [a],
  ],
  ["two thoughts", `<think>{</think><think>"}</think>{"findings": [${one}]}`, [a]],
  ["a thought that is never closed", `<think>I see { a: 1 }.\n{"findings": [${one}]}`, [a]],
  ["a thought that was never opened", `Let me see: { "a" is odd.\n</think>\n{"findings": [${one}]}`, [a]],
  [
    "channels",
    `<|channel|>analysis<|message|>{"findings": [${two}]}<|end|><|channel|>final<|message|>{"findings": [${one}]}`,
    [a],
  ],
  [
    "code before it",
    `\`\`\`js\nif (x) { return [1, "a"] }\nconst y = { z: "}" };\n\`\`\`\n~~~json\n{"findings": [${one}]}\n~~~`,
    [a],
  ],
  ["line feeds and tabs in strings", '{"findings": [{"title": "a\n\tb"}]}', [{ title: "a\n\tb" }]],
  ["commas too many", `{"findings": [${one.replace("}", ",}")}, ${two},],}`, [a, b]],
  [
    "commas missing",
    '{"findings": [{"title": "a"\n"quote": "x"}\n{"title": "b"}]}',
    [{ title: "a", quote: "x" }, { title: "b" }],
  ],
  ["comments", `{ // it's "mine"\n/* {"findings": */ "findings": [ # one\n${one} // }]\n]}`, [a]],
  [
    "single quotes",
    `{'findings': [{'title': 'it\\'s', 'quote': 'don't "x"', 'startLine': 1}]}`,
    [{ title: "it's", quote: `don't "x"`, startLine: 1 }],
  ],
  ["printed quotes", "{“findings”: [{“title”: “a”}]}", [{ title: "a" }]],
  [
    "bare names and words",
    "{findings: [{title: 'a', severity: high, startLine: 1}]}",
    [{ title: "a", severity: "high", startLine: 1 }],
  ],
  ["backticks", '{"findings": [{"title": "a", "quote": `x "y"\n z`}]}', [{ title: "a", quote: 'x "y"\n z' }]],
  [
    "three quotation marks",
    '{"findings": [{"title": "a", "quote": """x "y", "z": 1\n"""}]}',
    [{ title: "a", quote: 'x "y", "z": 1\n' }],
  ],
  [
    "quotation marks in strings",
    '{"findings": [{"title": "Uses "var" here", "quote": "foo("a", b["x"])", "message": "say "hi""}]}',
    [{ title: 'Uses "var" here', quote: 'foo("a", b["x"])', message: 'say "hi"' }],
  ],
  [
    "numbers that are none",
    '{"findings": [{"title": "a", "startLine": NaN, "endLine": 3.0, "b": None, "c": True, "d": undefined, "e": -Infinity}]}',
    [{ title: "a", startLine: null, endLine: 3, b: null, c: true, d: null, e: null }],
  ],
  ["escapes that are none", '{"findings": [{"title": "\\d+ \\\' \\q"}]}', [{ title: "\\d+ ' \\q" }]],
  [
    "a list within a finding",
    '{"findings": [{"title": "a", "suggestions": [{"title": "no", "quote": "x"}]}]}',
    [{ title: "a", suggestions: [{ title: "no", quote: "x" }] }],
  ],
  ["the last braces missing", `{"summary": "s", "findings": [${one}]`, [a]],
  ["what was elided", `{"findings": [${one}, ...]}`, [a]],
];
test.each(kinds)("P14 an answer with %s is understood, in one piece and by the character", (_, text, wanted) => {
  const counting = function* () {
    for (;;) yield 1;
  };
  for (const sizes of [undefined, counting()]) {
    const { found, reader } = read(text, sizes);
    expect([found, reader.isUnderstood]).toEqual([wanted, true]);
  }
});

test("P14 a finding that nobody can read is counted, and the others are there", () => {
  const { found, reader } = read(
    `{"summary": "s", "findings": [${one}, {"title": "broken", "quote": , {]}, ${two}, "Line 3: and this"]}`,
  );
  expect([found, reader.unreadable, reader.summary, reader.isWhole]).toEqual([[a, b], 2, "s", true]);
  // A brace ends a finding at once, unless more is there that says otherwise.
  expect(read('{"findings": [{"title": "if (x == "}") {"}]}').found).toEqual([{ title: 'if (x == "}") {' }]);
  // Nothing could be read, and that is not the same as that nothing is wrong.
  expect(read('{"summary": "s", "findings": [{"title" "a"}]}').reader.unreadable).toBe(1);
});

test("P14 P8 an answer that is made to take long takes no longer than others", () => {
  const nests = [
    '{"a":',
    "{'a",
    '[{"',
    '{"a" ',
    '"x',
    "<think>",
    "{a:",
    '{"findings":[{"a"=}',
    "\\",
    '","',
    '{"a": "x" ',
    "/*",
    "`",
    '[{"a":1}',
    '{"findings":[{"t":"',
  ];
  for (const nest of nests) {
    for (const before of ["", '{"findings": [{"title": "']) {
      const began = process.cpuUsage();
      read(before + nest.repeat(100_000 / nest.length));
      const { user, system } = process.cpuUsage(began);
      expect([before, nest, Math.min((user + system) / 1_000_000, 4)]).not.toContain(4);
    }
  }
});
