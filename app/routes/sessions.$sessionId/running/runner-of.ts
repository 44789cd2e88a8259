import type { Runner } from "../../../../protocol/runs.ts";
import { languageOf } from "../../../languages.ts";

type Named = { path: string; language: string };

const byLanguage: Record<string, Runner | undefined> = {
  javascript: "javascript",
  typescript: "javascript",
  python: "python",
  sql: "sql",
  lua: "lua",
  html: "html",
};

/** What can run a file: by its language, else by its name. Undefined for those that nothing here runs. */
export function runnerOf({ path, language }: Named): Runner | undefined {
  // They say what others have, and do nothing.
  if (/\.(?:d\.[cm]?ts|pyi)$/.test(path)) return undefined;
  return byLanguage[language] ?? byLanguage[languageOf(path)];
}

/** How people call the file that a program begins with, the most usual first. */
const entryNames = ["main", "index", "app"];

const depthOf = (path: string) => path.split("/").length;

/** The file that runs when nothing else is said: the open one, else the page, else what the program begins with. */
export function entryOf<File extends Named>(files: File[], active: File | undefined): File | undefined {
  if (active && runnerOf(active)) return active;
  const runnable = files.filter(runnerOf).sort((a, b) => depthOf(a.path) - depthOf(b.path));
  const named = (name: string) =>
    runnable.find(({ path }) => path.slice(path.lastIndexOf("/") + 1).startsWith(`${name}.`));
  const page = runnable.find(({ path }) => /(?:^|\/)index\.html?$/.test(path));
  return page ?? entryNames.map(named).find((file) => file !== undefined) ?? runnable[0];
}

/** By the names that those who run tests look for. */
export const isTestFile = (path: string): boolean =>
  /(?:\.|^|\/)(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)test_[^/]*\.py$|_test\.py$/.test(path);

const testPatterns: Partial<Record<Runner, RegExp>> = {
  javascript: /^\s*(?:test|it|describe)(?:\.\w+)*\s*\(/m,
  python: /^\s*(?:async\s+)?def test_|^\s*class \w+\(.*\bTestCase\b/m,
};

/** Whether a file seems to have tests that can be run one by one. */
export const hasTests = (runner: Runner | undefined, text: string): boolean =>
  runner !== undefined && Boolean(testPatterns[runner]?.test(text));
