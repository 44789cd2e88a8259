import fc from "fast-check";
import { expect, test } from "vitest";
import { readMessage } from "../../app/routes/sessions.$sessionId/chat/message-text.ts";

/** A message as it is seen, in one line for each block: `{code}`, `[link]`, `|info| code`. */
const seen = (body: string) =>
  readMessage(body).map((block) =>
    block.kind === "code"
      ? `|${block.info}| ${block.text}`
      : block.inlines
          .map(({ kind, text }) => (kind === "code" ? `{${text}}` : kind === "link" ? `[${text}]` : text))
          .join(""),
  );

test.each([
  // One line.
  ["```npm install```", ["{npm install}"]],
  ["```42```", ["{42}"]],
  ["run ```npm install``` first", ["run {npm install} first"]],
  ["a `b` c ``d ` e`` f", ["a {b} c {d ` e} f"]],
  ["`` `x` ``", ["{`x`}"]],
  ["what does ``` mean, and ` alone?", ["what does ``` mean, and ` alone?"]],
  ["```npm install", ["```npm install"]],
  ["`a\nb`", ["`a\nb`"]],
  // Fences.
  ["```\ncode\n```", ["|| code"]],
  ["```ts\nlet a;\n```", ["|ts| let a;"]],
  ['```ts title="a b.ts" {1,3}\nlet a;\n```', ['|ts title="a b.ts" {1,3}| let a;']],
  ["````md\n```ts\nlet a;\n```\n````", ["|md| ```ts\nlet a;\n```"]],
  ["```\n    indented\n  less\n```", ["||     indented\n  less"]],
  ["```\n\n  after a blank line\n\n```", ["|| \n  after a blank line\n"]],
  ["~~~py\n```\nx\n```\n~~~", ["|py| ```\nx\n```"]],
  ["~~~ so be it", ["~~~ so be it"]],
  ["~~~\nnot closed", ["~~~\nnot closed"]],
  ["```js\nnot closed", ["|js| not closed"]],
  ["```\nclosed at once```", ["|| closed at once"]],
  ["```foo\nbar```", ["|foo| bar"]],
  ["```\ncode``` and more", ["|| code", " and more"]],
  ["before\n```\ncode\n```\nafter", ["before", "|| code", "after"]],
  ["before\n\n```\ncode\n```\n\nafter", ["before\n", "|| code", "\nafter"]],
  ["look: ```\nlet a;\nlet b;\n``` there", ["look: ", "|| let a;\nlet b;", " there"]],
  ["```ls -la\n```", ["|| ls -la"]],
  ["```\n```", ["```\n```"]],
  ["```", ["```"]],
  ["```a`b\nc```", ["|| a`b\nc"]],
  ["  \tkept\n    as it is  ", ["  \tkept\n    as it is  "]],
  // Links.
  ["see https://en.wikipedia.org/wiki/Foo_(bar).", ["see [https://en.wikipedia.org/wiki/Foo_(bar)]."]],
  ["(see https://a.example/x)", ["(see [https://a.example/x])"]],
  ["(https://a.example/Foo_(bar))", ["([https://a.example/Foo_(bar)])"]],
  ["https://a.example/it's-here, 'https://b.example'", ["[https://a.example/it's-here], '[https://b.example]'"]],
  ["https://a.example/?q=1&r=[2]!?", ["[https://a.example/?q=1&r=[2]]!?"]],
  ["**https://a.example/** <https://b.example/>", ["**[https://a.example/]** <[https://b.example/]>"]],
  ["看https://a.example/x，然後。", ["看[https://a.example/x]，然後。"]],
  [
    "HTTPS://A.example https:// http://[ javascript:alert(1)",
    ["[HTTPS://A.example] https:// http://[ javascript:alert(1)"],
  ],
  ["`https://a.example`", ["{https://a.example}"]],
])("P8 %j is seen as it is meant", (body, expected) => {
  expect(seen(body)).toEqual(expected);
});

/** What must be in view: all but what marks code as code, and white space. */
const bare = (text: string) => text.replace(/[\s`~]/g, "");
const shown = (body: string) =>
  readMessage(body)
    .map((block) =>
      block.kind === "code" ? `${block.info} ${block.text}` : block.inlines.map(({ text }) => text).join(""),
    )
    .join("\n");
const count = (text: string, character: string) => text.split(character).length - 1;

const pieces = fc.constantFrom(
  "```",
  "````",
  "~~~",
  "`",
  "``",
  "\n",
  "\n\n",
  " ",
  "    ",
  "ts",
  "a b",
  "https://a.example/(x)",
  ").",
  "'",
  "é",
  "👩‍👩‍👧",
  "\u2028",
  "~",
  "let a;",
);
const messages = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));

test("P8 nothing that was written is missing from view, whatever it is", () => {
  fc.assert(
    fc.property(fc.oneof(messages, fc.string({ maxLength: 200 })), (body) => {
      expect(bare(shown(body))).toBe(bare(body));
      // Marks are taken away in pairs around code, and at most one fence is left open.
      const codes = readMessage(body).flatMap((block) =>
        block.kind === "code" ? [block] : block.inlines.filter(({ kind }) => kind === "code"),
      );
      if (codes.length === 0) expect(shown(body).replace(/\s/g, "")).toBe(body.replace(/\s/g, ""));
      expect(codes.every(({ text }) => text.trim() !== "")).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("P8 code between fences that are longer than any in it is seen exactly", () => {
  const line = fc
    .array(fc.constantFrom("`", "```", " ", "\t", "x", "~~~", "https://a.example"), { maxLength: 8 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (code) => {
      const text = code.join("\n");
      const fence = "`".repeat(3 + Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)));
      if (text.trim() === "") return;
      expect(readMessage(`Look:\n${fence}\n${text}\n${fence}\nThere.`)).toEqual([
        { kind: "text", inlines: [{ kind: "plain", text: "Look:" }] },
        { kind: "code", text, info: "" },
        { kind: "text", inlines: [{ kind: "plain", text: "There." }] },
      ]);
    }),
    { numRuns: 1_000 },
  );
});

test("P8 a message of marks alone is read at once", () => {
  for (const body of [
    "`".repeat(4_000),
    "` ".repeat(2_000),
    "```\n".repeat(1_000),
    "~~~\n`".repeat(800),
    `https://a.example/${"(".repeat(1_900)}${")".repeat(1_900)}`,
    "``` ``".repeat(660),
  ]) {
    const from = performance.now();
    expect(count(bare(shown(body)), "\n")).toBe(0);
    // What tries every way to pair the marks would take years.
    expect(performance.now() - from, body.slice(0, 12)).toBeLessThan(5_000);
  }
});
