/** What the search in all files finds, and what replaces it: everything that needs no page. */
import { expect, test } from "vitest";
import { expandReplacement } from "../../app/routes/sessions.$sessionId/search/expand-replacement.ts";
import { excerptOf } from "../../app/routes/sessions.$sessionId/search/line-excerpt.ts";
import { type Query, toPattern } from "../../app/routes/sessions.$sessionId/search/query.ts";
import {
  gatherEdits,
  listResults,
  MAX_LISTED,
  MAX_REPLACED,
} from "../../app/routes/sessions.$sessionId/search/search-texts.ts";

const query = (text: string, ways: Partial<Query> = {}): Query => ({
  text,
  isCaseSensitive: false,
  isWholeWord: false,
  isRegExp: false,
  ...ways,
});
const regExp = (text: string, ways: Partial<Query> = {}) => query(text, { isRegExp: true, ...ways });

function found(text: string, wanted: Query): string[] {
  const [file] = listResults(new Map([["a", text]]), { query: wanted, replacement: undefined, fileIds: ["a"] });
  return (file?.results ?? []).map(({ start, end, line }) => `${line}:${text.slice(start, end)}`);
}

/** The text after everything that is found was replaced. */
function replaced(text: string, wanted: Query, replacement: string): string {
  const { edits } = gatherEdits(new Map([["a", text]]), { query: wanted, replacement, fileIds: ["a"] });
  const [[, those] = ["a", []]] = edits;
  return those.reduceRight((written, edit) => written.slice(0, edit.start) + edit.text + written.slice(edit.end), text);
}

test("words are found as they are written, in either case, unless that matters", () => {
  expect(found("Foo foo\nfoO.", query("foo"))).toEqual(["1:Foo", "1:foo", "2:foO"]);
  expect(found("Foo foo\nfoO.", query("foo", { isCaseSensitive: true }))).toEqual(["1:foo"]);
  expect(found("a.b a+b axb", query("a.b"))).toEqual(["1:a.b"]);
  expect(found("ÄRGER ärger", query("ärger"))).toEqual(["1:ÄRGER", "1:ärger"]);
  expect(found("anything", query(""))).toEqual([]);
  // None overlaps the one before.
  expect(found("aaaa", query("aa"))).toEqual(["1:aa", "1:aa"]);
});

test("whole words have letters of any script, and signs are no part of them", () => {
  const whole = { isWholeWord: true };
  expect(found("für fürs für_ (für)", query("für", whole))).toEqual(["1:für", "1:für"]);
  expect(found("a.b() xa.b()", query("a.b(", whole))).toEqual(["1:a.b("]);
  expect(found("cat concat cat2", regExp("c.t", whole))).toEqual(["1:cat"]);
  expect(found("one|two twofold", regExp("one|two", whole))).toEqual(["1:one", "1:two"]);
});

test("a regular expression stays in its line unless it names a line end", () => {
  expect(found("a  \n  b", regExp("\\s+"))).toEqual(["1:  ", "2:  "]);
  expect(found("one\ntwo\n", regExp("^\\w+$"))).toEqual(["1:one", "2:two"]);
  expect(found("one\ntwo\nthree", regExp("one\\ntwo"))).toEqual(["1:one\ntwo"]);
  expect(found("x\n\ny", regExp("\\n\\n"))).toEqual(["1:\n\n"]);
  expect(found("a\\n", regExp("\\\\n"))).toEqual(["1:\\n"]);
});

test("P8 what matches nothing at all comes to an end, and no match cuts a character in two", () => {
  expect(found("ab", regExp("x*"))).toEqual(["1:", "1:", "1:"]);
  expect(found("👩‍💻", regExp("x*")).length).toBe(4);
  expect(found("👍", regExp("."))).toEqual(["1:👍"]);
  expect(found("👍", regExp("\\ud83d"))).toEqual([]);
});

test("what is wrong with a regular expression is a sentence", () => {
  for (const text of ["(", "a)", "[a", "a**", "\\", "(?<n>a)(?<n>b)"]) {
    const pattern = toPattern(regExp(text));
    expect("problem" in pattern && pattern.problem, text).toMatch(/^This regular expression cannot be read: \S.*\S\.$/);
    expect(toPattern(query(text)), text).not.toHaveProperty("problem");
  }
  // A bracket too many does not close what the search puts around it.
  expect(toPattern(regExp("a)(b", { isWholeWord: true }))).toHaveProperty("problem");
});

test("replacing writes plain words as they are, and groups where it is a regular expression", () => {
  expect(replaced("a a", query("a"), "$1\\n")).toBe("$1\\n $1\\n");
  expect(replaced("first last", regExp("(\\w+) (\\w+)"), "$2, $1")).toBe("last, first");
  expect(replaced("a;b", regExp(";"), "\\n\\t\\\\n")).toBe("a\n\t\\nb");
  expect(replaced("one\ntwo", regExp("^"), "// ")).toBe("// one\n// two");
  expect(replaced("ab", regExp("(?<x>a)(z)?b"), "[$<x>$2$&$0$$$3$<y>]")).toBe("[aabab$$3$<y>]");
  expect(replaced("a", regExp("(a)"), "$12 $01 $10")).toBe("a2 a a0");
  const [match] = [/(a)/.exec("a")];
  if (match) expect(expandReplacement("\\x $", match)).toBe("\\x $");
});

test("an edit that would change nothing is not made", () => {
  const wanted = { query: query("a"), replacement: "a", fileIds: ["1", "2"] };
  const texts = new Map([
    ["1", "a"],
    ["2", "A"],
  ]);
  expect(gatherEdits(texts, wanted).edits).toEqual([["2", [{ start: 0, end: 1, text: "a" }]]]);
});

test("all are counted, the first ones listed, and only so many replaced at once", () => {
  const texts = new Map([
    ["1", "a".repeat(MAX_LISTED - 1)],
    ["2", "aaa"],
    ["3", "none"],
    ["4", "a".repeat(MAX_REPLACED - MAX_LISTED - 2)],
  ]);
  const wanted = { query: query("A"), replacement: "b", fileIds: ["1", "2", "3", "4", "gone"] };
  const files = listResults(texts, wanted);
  expect(files.map(({ fileId, count, results }) => [fileId, count, results.length])).toEqual([
    ["1", MAX_LISTED - 1, MAX_LISTED - 1],
    ["2", 3, 1],
    ["4", MAX_REPLACED - MAX_LISTED - 2, 0],
  ]);
  expect(gatherEdits(texts, wanted).isTooMany).toBe(false);
  expect(gatherEdits(texts.set("3", "a"), wanted).isTooMany).toBe(true);
});

test("a line is shown without its indentation, and cut around what was found in it", () => {
  const shown = (text: string, match: string) => {
    const start = text.indexOf(match);
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    return excerptOf(text, { start, end: start + match.length, lineStart });
  };
  expect(shown("a\n  const b = 1;\nc", "b")).toEqual({ before: "const ", match: "b", after: " = 1;" });
  expect(shown("one\ntwo\n", "one\ntwo")).toEqual({ before: "", match: "one…", after: "" });
  const long = shown(`${"x".repeat(100)}needle${"👍".repeat(300)}`, "needle");
  expect(long.before).toBe(`…${"x".repeat(25)}`);
  expect(long.after).toBe("👍".repeat(125));
  expect(shown(`${"👍".repeat(20)} needle`, "needle").before).toBe(`…${"👍".repeat(12)} `);
});
