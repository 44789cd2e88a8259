/** What the look is made of: two weights, one radius, motion for what comes and goes, colours that are told apart. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { themes } from "../../app/routes/sessions.$sessionId/editor/monaco-themes.client.ts";
import { caretColors, currentColor } from "../../protocol/entities.ts";
import { root } from "../support/root.ts";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const css = read("app/app.css");
const components = globSync("app/**/*.tsx", { cwd: root });

/** Where something stands in the components: `file: what was found`. */
const foundIn = (pattern: RegExp) =>
  components.flatMap((file) => (read(file).match(pattern) ?? []).map((found) => `${file}: ${found}`));

test("type has two weights, 400 and 600", () => {
  expect(foundIn(/\bfont-(?:thin|extralight|light|medium|bold|extrabold|black|\[\d+\])(?![\w-])|fontWeight/g)).toEqual(
    [],
  );
  const weights = [...css.matchAll(/font-weight: (\w+)|font: (\d+)/g)].map(([, weight, short]) => weight ?? short);
  expect(new Set(weights)).toEqual(new Set(["400", "600"]));
});

test("corners have the one radius, are round, or are square", () => {
  expect(foundIn(/\brounded-(?:sm|md|lg|\d?xl|\[\d+px\](?!\]))(?![\w-])/g).filter((each) => !isFlag(each))).toEqual([]);
  expect(css).toContain("--radius-DEFAULT: 6px;");
});

/** The name at a caret, as high as a line of code, also where the front page draws one. */
const isFlag = (found: string) => found.includes("_index/drawn/") && found.endsWith("rounded-[3px]");

test("nothing moves but what comes and goes", () => {
  expect(foundIn(/\btransition(?:-[\w[\],-]+)?(?= )|\bduration-[\w[\]]+/g)).toEqual([]);
  const times = [...css.matchAll(/(?:transition|animate-\w+): [^;]*?(\d+m?s)/g)].map(([, time]) => time);
  expect(new Set(times)).toEqual(new Set(["120ms"]));
});

test("the accent is for a page's main action, what has the focus, and what is held over something", () => {
  expect(foundIn(/\b(?:bg|border|text|accent)-accent(?:-strong)?\b(?!-)/g).toSorted()).toEqual([
    "app/routes/_index/drawn/code.tsx: text-accent-strong",
    "app/routes/sessions.$sessionId/files/uploads-context.tsx: border-accent",
    "app/routes/sessions.$sessionId/splitter.tsx: bg-accent",
    "app/ui/button.tsx: bg-accent",
  ]);
});

/** Contrast as WCAG 2.2 defines it, of two colours written as #rrggbb. */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(color.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Those whose every colour is ours; what has a high contrast is Monaco's but for a colour. */
const own = [themes["tandem-light"], themes["tandem-dark"]];

test("each caret can be seen on each page of code, and the name at it be read", () => {
  const colorsOf = (theme: keyof typeof themes) => themes[theme].colors;
  const dark = colorsOf("tandem-dark");
  expect(contrast("#ffffff", "#000000")).toBe(21);
  expect(colorsOf("tandem-light")["editor.background"]).toBe("#ffffff");
  for (const color of caretColors) {
    // White on it is the name; Monaco's pages with a high contrast are white and black.
    expect(contrast(color, "#ffffff"), color).toBeGreaterThanOrEqual(4.8);
    for (const page of ["#1e1e1e", dark["editor.background"] ?? "", "#000000"])
      expect(contrast(color, page), `${color} on ${page}`).toBeGreaterThanOrEqual(3.3);
    // The line in which one writes oneself differs by a step: 3:1 is what WCAG asks of such marks.
    for (const { colors } of own)
      expect(contrast(color, colors["editor.lineHighlightBackground"] ?? ""), color).toBeGreaterThanOrEqual(3);
  }
});

test("numbers of lines and what stands in empty fields can be read", () => {
  for (const { colors } of own)
    for (const [what, on] of [
      ["editorLineNumber.foreground", "editor.background"],
      ["input.placeholderForeground", "input.background"],
    ] as const)
      expect(contrast(colors[what] ?? "", colors[on] ?? ""), what).toBeGreaterThanOrEqual(4.5);
});

test("a caret's colour is the same in the style sheet, and a former one counts as that which took its place", () => {
  expect([...css.matchAll(/\.peer-(\d+) \{\s*--peer: (#\w+);/g)].map(([, nth, color]) => [Number(nth), color])).toEqual(
    caretColors.map((color, nth) => [nth, color]),
  );
  expect(caretColors).toContain(currentColor("#0c69e4"));
  expect(currentColor("#df130c")).toBe("#df130c");
});
