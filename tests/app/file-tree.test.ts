/** The files as a tree, and how somebody left the page. */
import { expect, test } from "vitest";
import { comparePaths } from "../../protocol/paths.ts";
import { foldersAbove, treeRows } from "../../app/routes/sessions.$sessionId/files/tree-rows.ts";
import { readLayout } from "../../app/routes/sessions.$sessionId/kept-layout.ts";

const files = (...paths: string[]) => paths.map((path) => ({ path, label: path }));
const drawn = (paths: string[], closed: string[] = []) =>
  treeRows(files(...paths), new Set(closed)).map(({ name, level }) => "  ".repeat(level - 1) + name);

test("folders come first, numbers count as numbers, and closed folders hide what is in them", () => {
  const paths = ["z.ts", "src/b10.ts", "src/b9.ts", "src/lib/a.ts", "Src.md", "lib/x.ts"];
  expect(drawn(paths)).toEqual(["lib", "  x.ts", "src", "  lib", "    a.ts", "  b9.ts", "  b10.ts", "Src.md", "z.ts"]);
  expect(drawn(paths, ["src"])).toEqual(["lib", "  x.ts", "src", "Src.md", "z.ts"]);
  // A closed folder inside of a closed one stays closed.
  expect(drawn(paths, ["src/lib"])).toEqual(["lib", "  x.ts", "src", "  lib", "  b9.ts", "  b10.ts", "Src.md", "z.ts"]);
  // A folder with nothing but a folder in it is one row with that.
  expect(drawn(["a/b/c/d.ts", "a/b/c/e.ts"])).toEqual(["a/b/c", "  d.ts", "  e.ts"]);
  expect(drawn(["a/b/c/d.ts", "a/e.ts"])).toEqual(["a", "  b/c", "    d.ts", "  e.ts"]);
  expect(foldersAbove("a/b/c.ts")).toEqual(["a", "a/b"]);
  expect(foldersAbove("c.ts")).toEqual([]);
});

test("P2 the order of paths is one order, whatever order they come in", () => {
  const paths = ["a2", "a10", "A2", "a02", "ä", "a/b", "a-b", "a b", "", "a", "B", "b"];
  const sorted = [...paths].sort(comparePaths);
  expect([...paths].reverse().sort(comparePaths)).toEqual(sorted);
  for (const a of paths) for (const b of paths) expect(comparePaths(a, b) === 0, `${a} and ${b}`).toBe(a === b);
});

test("P8 a layout that nothing here has written is as on the first visit", () => {
  const output = { isOutputShown: false, outputPx: 240, previewPx: 480 };
  const standard = { panel: "chat", panelPx: 360, tree: "auto", treePx: 220, ...output };
  expect(readLayout(null)).toEqual(standard);
  expect(readLayout("theme=dark; layout=people.400.hidden.180")).toEqual({
    panel: "people",
    panelPx: 400,
    tree: "hidden",
    treePx: 180,
    ...output,
  });
  expect(readLayout("layout=people.400.hidden.180.shown.300")).toEqual({
    panel: "people",
    panelPx: 400,
    tree: "hidden",
    treePx: 180,
    isOutputShown: true,
    outputPx: 300,
    previewPx: 480,
  });
  expect(readLayout("layout=people.400.hidden.180.shown.300.512")).toMatchObject({ outputPx: 300, previewPx: 512 });
  expect(readLayout("layout=none.9999.shown.1")).toEqual({
    panel: undefined,
    panelPx: 480,
    tree: "shown",
    treePx: 160,
    ...output,
  });
  const odd = ["chat.360.auto.220.9", "chat.360.auto.220.x.9", "chat.99999.auto.1"];
  for (const value of ["", "chat", "x.y.z.w", "chat.-1.auto.220", ...odd])
    expect(readLayout(`layout=${value}`), value).toEqual(standard);
});
