/** What is made of a page of the session: what it loads has addresses of its own, and nothing else changes. */
import { expect, test } from "vitest";
import { composePage, pageAt } from "../../../../app/runner/preview/page.ts";

/** A page whose files have addresses that say which they are; `text` gives what can be loaded there. */
function compose(files: Record<string, string>, entry = "index.html") {
  const texts = new Map<string, { text: string; type: string; path?: string }>();
  const complaints: string[] = [];
  const page = composePage(
    Object.entries(files).map(([path, content]) => ({ path, content })),
    entry,
    (text, type, path) => {
      const url = `blob:${texts.size}`;
      texts.set(url, { text, type, path });
      return url;
    },
    (what) => complaints.push(what),
  );
  const [, map = "{}"] = /<script type="importmap">(.*?)<\/script>/.exec(page.html) ?? [];
  const { imports } = JSON.parse(map) as { imports: Record<string, string> };
  const at = (url: string | undefined) => texts.get(url ?? "")?.text ?? "";
  return {
    ...page,
    /** Without the map, which stands first. */
    body: page.html.replace(/<script type="importmap">.*?<\/script>/, ""),
    complaints,
    modules: Object.fromEntries(Object.entries(imports).map(([name, url]) => [name, at(url)])),
    at,
    texts,
    /** What the n-th address in the page leads to. */
    nth: (n: number) => at([...page.html.matchAll(/blob:\d+(?=")/g)].map(([url]) => url).filter(isInBody)[n]),
  };
  function isInBody(url: string) {
    return !Object.values(imports).includes(url);
  }
}

test("a page that loads nothing of the session stays as it was, but for the map of its modules", () => {
  const html = `<!doctype html>\n<html lang=en><head><!-- <script src="a.js"> --><title>a < b</title></head>
<body class='x y'><a href="b.html">b</a><p>1 &lt; 2<br/></body></html>\n`;
  const { html: made, body, texts } = compose({ "index.html": html, "a.js": "", "b.html": "" });
  expect(body).toBe(html);
  expect(made).toMatch(/^<!doctype html>\n<html lang=en><head><script type="importmap">/);
  expect(texts.size).toBe(0);
});

test.each([
  ["", /^<script type="importmap">/],
  ["<p>x", /^<script type="importmap">/],
  ["<!-- a --><!DOCTYPE html><p>", /^<!-- a --><!DOCTYPE html><script type="importmap">/],
  ["<html><body>", /^<html><script type="importmap">/],
])("the map of %s comes behind what says which kind of page it is, and before all else", (html, expected) => {
  expect(compose({ "index.html": html }).html).toMatch(expected);
});

test("scripts have addresses of their own, and inline ones keep their lines", () => {
  const made = compose(
    {
      "pages/index.html": `<script src="../app.js?v=1" defer></script>
<script>
one();
two("</b>");</script><script type="text/template"><b src="../app.js"></script><script src=/app.js></script>`,
      "app.js": "start();",
    },
    "pages/index.html",
  );
  expect(made.body.replaceAll(/blob:\d+/g, "URL")).toBe(`<script src="URL" defer></script>
<script src="URL"></script><script type="text/template"><b src="../app.js"></script><script src="URL"></script>`);
  expect(made.nth(0)).toBe("start();\n//# sourceURL=app.js");
  expect(made.nth(1)).toBe('\n\none();\ntwo("</b>");\n//# sourceURL=pages/index.html');
  expect([...made.texts.values()].map(({ path }) => path)).toEqual(["app.js", "pages/index.html", "app.js"]);
});

test("modules import each other by names, in a cycle too, with types taken out and each line where it was", () => {
  const made = compose({
    "index.html": `<script type="module" src="src/main.js"></script>`,
    "src/main.ts": `import type { T } from "./util";
import { two } from "./util.ts";
import data from "../data.json" with { type: "json" };
export * from "./util";
export const one: number = two as T, { a } = data;
const later = import("../b/lazy.mjs");
`,
    "src/util.ts": `import { one } from "./main";\nexport type T = number;\nexport const two: T = 2, get = () => one;\n`,
    "data.json": `{"a": 1}`,
    "b/lazy.mjs": `export { two } from '/src/util.js'\nexport default 1`,
    "not/asked.ts": "",
  });
  expect(made.complaints).toEqual([]);
  expect(Object.keys(made.modules).sort()).toEqual([
    "tandem:/b/lazy.mjs",
    "tandem:/data.json",
    "tandem:/src/main.ts",
    "tandem:/src/util.ts",
  ]);
  expect(made.nth(0)).toBe('import "tandem:/src/main.ts";');
  const main = made.modules["tandem:/src/main.ts"]?.split("\n") ?? [];
  expect(main[1]).toBe('import { two } from "tandem:/src/util.ts";');
  expect(main[2]).toBe('import data from "tandem:/data.json";');
  expect(main[3]).toBe('export * from "tandem:/src/util.ts";');
  expect(main[5]).toBe('const later = import("tandem:/b/lazy.mjs");');
  expect(main.at(-1)).toBe("//# sourceURL=src/main.ts");
  expect(made.modules["tandem:/data.json"]).toMatch(/^export default \{"a": 1\};/);
  expect(made.modules["tandem:/b/lazy.mjs"]).toMatch(
    /^export \{ two \} from "tandem:\/src\/util.ts";\nexport default 1/,
  );
});

test("an import whose name is computed finds any module, and import maps of the page are heeded", () => {
  const made = compose({
    "index.html": `<script type="importmap">{"imports": {"util": "./src/util.js", "lib/": "/lib/"}}</script>
<script type="module">import "util"; import "lib/a.js"; const name = "./x.js"; await import(name);</script>`,
    "src/util.js": "",
    "lib/a.js": "",
    "x.js": "",
    "notes.md": "",
  });
  expect(made.complaints).toEqual([]);
  expect(Object.keys(made.modules).sort()).toEqual(["tandem:/lib/a.js", "tandem:/src/util.js", "tandem:/x.js"]);
  expect(
    [...made.texts.values()].some(({ text }) => text.includes('await import(tandemModule(name, "index.html"));')),
  ).toBe(true);
  expect(made.nameModule("./x.js", "index.html")).toBe("tandem:/x.js");
  expect(made.nameModule("../x", "src/util.js")).toBe("tandem:/x.js");
  expect(made.nameModule("https://elsewhere.example/x.js", "index.html")).toBe("https://elsewhere.example/x.js");
});

test("what is not there is said with its line, and what lies elsewhere is left to the browser", () => {
  const made = compose({
    "index.html": `<script type="module" src="a.js"></script><script src="b.ts"></script><script src="gone.js"></script>
<img src="gone.png"><link rel=stylesheet href="https://elsewhere.example/x.css"><img src="//elsewhere.example/x.png">`,
    "a.js": `\nimport "./gone.js";\nimport React from "react";\nimport "https://elsewhere.example/x.js";\nimport "../../up.js";`,
    "b.ts": "let a: = 1;",
    "up.js": "",
  });
  expect(made.complaints).toEqual([
    "SyntaxError: b.ts:1:8: Unexpected token",
    'a.js:2: There is no file "./gone.js".',
    expect.stringMatching(/^a\.js:3: There is no package "react" here/),
  ]);
  expect([...made.missing]).toEqual(["./gone.js", "react"]);
  expect(made.modules["tandem:/a.js"]).toContain('import "https://elsewhere.example/x.js";');
  // Above the root there is nothing: that is the root.
  expect(made.modules["tandem:/a.js"]).toContain('import "tandem:/up.js";');
  expect(made.body).toContain('<script src="gone.js"></script>');
  expect(made.body).toContain('<img src="gone.png">');
  expect(made.body).toContain("https://elsewhere.example/x.css");
  expect(made.body).toContain('<img src="//elsewhere.example/x.png">');
});

test("styles load the session's files, and one that imports itself ends", () => {
  const made = compose({
    "index.html": `<link rel="stylesheet" href="css/main.css"><link rel="icon" href="pic.svg"><style>a { background: url(pic.svg) }</style>
<p style="background: url('pic.svg')">`,
    "css/main.css": `/* url(../pic.svg) */ @import "other.css" screen; @import url("other.css"); b { src: url( "../pic.svg" ), url(data:x), url(#y) }`,
    "css/other.css": `@import 'main.css'; i { background: url(https://elsewhere.example/x.png) }`,
    "pic.svg": "<svg/>",
  });
  const main = made.nth(0);
  expect(main.replaceAll(/blob:\d+/g, "URL")).toBe(
    "/* url(../pic.svg) */ @import url(URL) screen; @import url(URL); b { src: url(URL), url(data:x), url(#y) }",
  );
  const other = made.at(/@import url\((.*?)\)/.exec(main)?.[1]);
  expect(other).toBe("@import url(data:text/css,); i { background: url(https://elsewhere.example/x.png) }");
  expect(made.body).toMatch(
    /<style>a \{ background: url\(blob:\d+\) \}<\/style>\n<p style="background: url\(blob:\d+\)">/,
  );
  expect(made.body).toContain('<link rel="icon" data-href="pic.svg">');
  expect([...made.texts.values()].map(({ type }) => type)).toContain("image/svg+xml");
});

test("every loop is watched, whatever it looks like, and the code means the same", () => {
  const source = `const seen = [];
outer: for (let i = 0; i < 3; i++) for (const j of [0, 1]) { if (i === 1) continue outer; seen.push(i + j) }
let n = 0
do n++
while (n < 5)
while (n < 8) n++; for (const k in { a: 1 }) if (k) seen.push(k); else seen.push(0)
for (;;) { if (n++ > 9) break }
while (n++ < 12);
return [seen, n];`;
  const made = compose({ "index.html": `<script>const run = () => {${source}}</script>` });
  const code = made.nth(0);
  expect(code.match(/tandemLoop\(\);/g)).toHaveLength(7);
  expect(code.split("\n")).toHaveLength(source.split("\n").length + 1);
  const body = code.replace(/^const run = \(\) => \{/, "").replace(/\}\n.*$/, "");
  let turns = 0;
  const made2 = new Function("tandemLoop", body)(() => turns++) as unknown;
  expect(made2).toEqual(new Function(source)());
  expect(turns).toBeGreaterThan(20);
});

test("what a page may not do in a frame is taken out of it", () => {
  const { body } = compose({
    "index.html": `<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=https://elsewhere.example/">`,
  });
  expect(body).toContain('<meta data-http-equiv="refresh"');
  expect(body).toContain('<meta charset="utf-8">');
});

test("links lead to pages of the session, and to nothing else", () => {
  const files = new Map(
    ["index.html", "a/b.html", "a/index.html", "x.js"].map((path) => [path, { path, content: "" }]),
  );
  expect(pageAt(files, "a/b.html?x#y", "index.html")).toBe("a/b.html");
  expect(pageAt(files, "../index.html", "a/b.html")).toBe("index.html");
  expect(pageAt(files, "a/", "index.html")).toBe("a/index.html");
  expect(pageAt(files, "/", "a/b.html")).toBe("index.html");
  for (const address of ["x.js", "gone.html", "https://elsewhere.example/index.html", "//a/b.html", "mailto:a@b", "#x"])
    expect(pageAt(files, address, "index.html"), address).toBeUndefined();
});
