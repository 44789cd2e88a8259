import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readPage } from "./support/doc-tables.ts";
import { root } from "./support/root.ts";

const rules = [...readPage("tests/RULES.md").matchAll(/^\| ([PL]\d+) \|/gm)].map(([, rule = ""]) => rule);
const read = (pattern: string) =>
  globSync(pattern, { cwd: root }).map((file) => [file, readFileSync(path.join(root, file), "utf8")] as const);
const cited = (text: string) => text.match(/\b[PL]\d{1,2}\b/g) ?? [];

/** What tests are called, in vitest and in Playwright: the string behind `test(`, `test.each(…)(` and the like. */
const names = (source: string) =>
  [...source.matchAll(/\btest(?:\.\w+)?(?:\([^]*?\))?\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g)].map(
    ([, , name = ""]) => name,
  );

test("every rule that the code or a test cites is written down", () => {
  const comments = (source: string) => source.match(/\/\*\*[^]*?\*\/|\/\/ .*/g)?.join("\n") ?? "";
  for (const folder of ["collab", "db", "app", "observe", "protocol", "start"])
    for (const [file, source] of read(`${folder}/**/*.{ts,tsx}`))
      for (const rule of cited(comments(source))) expect(rules, file).toContain(rule);
  for (const [file, source] of read("tests/**/*.ts"))
    for (const rule of names(source).flatMap(
      (name) =>
        name
          .match(/^(?:[PL]\d+ )+/)?.[0]
          .trim()
          .split(" ") ?? [],
    ))
      expect(rules, file).toContain(rule);
});

test("every rule has a test", () => {
  const tested = new Set(read("tests/**/*.ts").flatMap(([, source]) => cited(names(source).join("\n"))));
  expect(rules.length).toBeGreaterThan(20);
  expect(rules.filter((rule) => !tested.has(rule))).toEqual([]);
});
