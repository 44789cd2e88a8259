/** How somebody wants the editor, as their browser keeps it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  changeOption,
  editorOptions,
  offered,
  parseOptions,
  standardOptions,
} from "../../app/routes/sessions.$sessionId/editor/kept-options.ts";

const kept = new Map<string, string>();
beforeEach(() =>
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  }),
);
afterEach(() => {
  kept.clear();
  vi.unstubAllGlobals();
});

test("what nothing here writes is as on the first visit, and the rest is kept", () => {
  for (const text of [null, "", "{", "null", "7", "[]", '"minimap"', '{"__proto__":{"vim":true}}'])
    expect(parseOptions(text), String(text)).toEqual(standardOptions);
  const odd = {
    tabSize: 5,
    fontSize: "13",
    minimap: 1,
    ligatures: "true",
    vim: null,
    wrap: "on",
    inlayHints: true,
    x: 1,
  };
  expect(parseOptions(JSON.stringify(odd))).toEqual({ ...standardOptions, inlayHints: true });
  const all = { ...standardOptions, wrap: false, tabSize: 2, fontSize: 20, vim: true, understandOnPhone: true };
  expect(parseOptions(JSON.stringify(all))).toEqual(all);
});

test("what changes nothing on a phone is not offered there, nor elsewhere what is for phones", () => {
  expect(offered(true)).toEqual(expect.arrayContaining(["ligatures", "understandOnPhone"]));
  expect(offered(true)).not.toEqual(expect.arrayContaining(["vim"]));
  expect(offered(false)).toContain("vim");
  expect(offered(false)).not.toContain("understandOnPhone");
});

test("a choice is kept beside what another tab has chosen meanwhile, and told", () => {
  const told = vi.fn();
  const stop = editorOptions.subscribe(told);
  changeOption("minimap", true);
  kept.set("tandem.editor", JSON.stringify({ minimap: true, tabSize: 8 }));
  changeOption("wrap", true);
  stop();
  expect(told).toHaveBeenCalledTimes(2);
  expect(editorOptions.value).toEqual({ ...standardOptions, minimap: true, tabSize: 8, wrap: true });
  expect(parseOptions(kept.get("tandem.editor") ?? null)).toEqual(editorOptions.value);
  changeOption("wrap", undefined);
  expect(parseOptions(kept.get("tandem.editor") ?? null).wrap).toBeUndefined();
});

test("where the browser keeps nothing, a choice holds for the page", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => null,
    setItem: () => {
      throw new Error("Not here.");
    },
  });
  changeOption("vim", true);
  changeOption("ligatures", true);
  expect(editorOptions.value).toMatchObject({ vim: true, ligatures: true });
});
