/** What formats each language, as the session's own settings want it. */
import * as ruff from "@wasm-fmt/ruff_fmt/node";
import { expect, test } from "vitest";
import { formatConfig } from "../../app/routes/sessions.$sessionId/formatting/format-config.ts";
import { formatKind } from "../../app/routes/sessions.$sessionId/formatting/format-kind.ts";
import { formatText, type Wanted } from "../../app/routes/sessions.$sessionId/formatting/format-text.ts";
import { languageOf } from "../../app/languages.ts";

function format(path: string, text: string, more: Partial<Wanted> = {}) {
  const kind = formatKind({ path, language: languageOf(path) });
  if (!kind) throw new Error(`Nothing formats ${path}.`);
  const indentation = { useTabs: false, tabWidth: 2 };
  return formatText({ kind, path, text, indentation, configs: [], ...more }, async () => ruff);
}

test.each([
  ["a.js", "f( 1 )", "f(1);\n"],
  ["a.jsx", "let a=<b  c='d'/>", 'let a = <b c="d" />;\n'],
  ["a.ts", "let a:number=1", "let a: number = 1;\n"],
  ["a.tsx", "let a:b=<c/>", "let a: b = <c />;\n"],
  ["a.json", '{"a":[1,2]}', '{ "a": [1, 2] }\n'],
  ["a.css", "a{b:c}", "a {\n  b: c;\n}\n"],
  ["a.scss", "a{b{c:$d}}", "a {\n  b {\n    c: $d;\n  }\n}\n"],
  ["a.less", "a{b{c:@d}}", "a {\n  b {\n    c: @d;\n  }\n}\n"],
  ["a.html", "<p>a</p><script>f( 1)</script>", "<p>a</p>\n<script>\n  f(1);\n</script>\n"],
  ["a.md", "* a\n* b", "- a\n- b\n"],
  ["a.yaml", "a:   1", "a: 1\n"],
  ["a.graphql", "query{a}", "query {\n  a\n}\n"],
  ["a.sql", "select 1 from b\n", "select\n  1\nfrom\n  b\n"],
  ["b.sql", "select a::int from b", "select\n  a::int\nfrom\n  b"],
  ["a.py", "def f( a ):\n  return {'x':1}\n", 'def f(a):\n  return {"x": 1}\n'],
])("%s is formatted", async (path, text, formatted) => {
  expect(await format(path, text)).toEqual({ text: formatted });
});

test.each([
  ["a.js", "let a = 1;\n\n)", 3],
  ["a.ts", "let a = 1;\nlet = ;", 2],
  ["a.json", '{"a":1,\n"b" 2}', 2],
  ["a.css", "a{b:c;}\nd{{", 2],
  ["a.html", "<p>\n<b></p>", 2],
  ["a.yaml", "a: 1\nb: [", 2],
  ["a.sql", "select (\n1 from ]", 2],
  ["a.py", "é = 1\n\ndef f(:\n pass", 3],
])("of %s that cannot be read the line is told", async (path, text, line) => {
  expect(await format(path, text)).toEqual({ problem: "syntax", line });
});

test("what is selected is formatted alone, where the library can", async () => {
  expect(await format("a.js", "a( 1 )\nb( 2 )\nc( 3 )\n", { range: { start: 8, end: 12 } })).toEqual({
    text: "a( 1 )\nb(2);\nc( 3 )\n",
  });
  expect(await format("a.py", "é  =  1\ny  =  2\nz  =  3\n", { range: { start: 9, end: 12 } })).toEqual({
    text: "é  =  1\ny = 2\nz  =  3\n",
  });
  expect(await format("a.md", "* a\n\n\n* b\n", { range: { start: 0, end: 2 } })).toEqual({ text: "- a\n\n- b\n" });
});

test("indentation is the file's own, unless the session says otherwise", async () => {
  const text = "if(a){b('c')}";
  const indentation = { useTabs: true, tabWidth: 8 };
  expect(await format("a.js", text, { indentation })).toEqual({ text: 'if (a) {\n\tb("c");\n}\n' });
  const configs = [
    { path: ".prettierrc", text: "semi: false\nsingleQuote: true\ntabWidth: 3\nuseTabs: false\nplugins: [evil]\n" },
  ];
  expect(await format("src/a.js", text, { indentation, configs })).toEqual({ text: "if (a) {\n   b('c')\n}\n" });
});

test("the nearest settings count, prettier's before the editor's", async () => {
  const configs = [
    {
      path: ".editorconfig",
      text: "root = true\n[*]\nindent_style = tab\nmax_line_length = 100\n[*.md]\nindent_size = 7\n",
    },
    { path: "src/.editorconfig", text: "; nearer\n[*.{js,ts}]\nindent_style = space\nindent_size = 4\n" },
    { path: "lib/.editorconfig", text: "root=true\n[deep/*.js]\nindent_size=6\n" },
    { path: "src/web/.prettierrc.json", text: '{ "tabWidth": 2, "printWidth": "wide", "parser": "babel" }' },
    { path: ".prettierrc", text: "" },
  ];
  const config = async (path: string) => (await formatConfig(path, configs)).config;
  expect(await config("a.js")).toEqual({ useTabs: true, printWidth: 100 });
  expect(await config("src/a.js")).toEqual({ useTabs: false, tabWidth: 4, printWidth: 100 });
  expect(await config("src/a.py")).toEqual({ useTabs: true, printWidth: 100 });
  expect(await config("src/web/a.ts")).toEqual({ useTabs: false, tabWidth: 2, printWidth: 100 });
  expect(await config("lib/deep/a.js")).toEqual({ tabWidth: 6 });
  expect(await config("lib/deep/er/a.js")).toEqual({});
});

test("settings that cannot be read format nothing by a guess", async () => {
  for (const text of ["{ a", "[1]", "7", "&a [*a, *a]", '{"trailingComma":"sometimes"}'])
    expect(await format("a.js", "a", { configs: [{ path: ".prettierrc", text }] }), text).toEqual({
      problem: "config",
      path: ".prettierrc",
    });
});

test("what cannot be loaded is no mistake in the code", async () => {
  const kind = "python";
  const wanted = { kind, path: "a.py", text: "x", indentation: { useTabs: false, tabWidth: 2 }, configs: [] } as const;
  const failure = new Error("No network.");
  await expect(formatText({ ...wanted, configs: [] }, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(formatKind({ path: "a.rs", language: "rust" })).toBeUndefined();
  expect(formatKind({ path: "a", language: "constructor" })).toBeUndefined();
});
