import { type Runner, runners } from "../../../../protocol/runs.ts";
import { languageOf } from "../../../languages.ts";

type Named = { path: string; language: string };

const byLanguage: Record<string, Runner | undefined> = {
  javascript: "javascript",
  typescript: "javascript",
  python: "python",
  sql: "sql",
  lua: "lua",
  html: "html",
  ruby: "ruby",
  c: "c",
  cpp: "cpp",
};

/** What only some servers have. */
const addable: Runner[] = ["ruby", "c", "cpp", "postgres"];
const added = (import.meta.env.ADDED_LANGUAGES ?? "").split(" ");

/** Whether this server has what runs it. */
export const isHere = (runner: Runner): boolean => !addable.includes(runner) || added.includes(runner);
export const runnersHere = (): Runner[] => runners.filter(isHere);

/** What can run a file: by its language, else by its name; undefined for those that nothing runs, anywhere. */
export function runnerOf({ path, language }: Named): Runner | undefined {
  // They say what others have, and do nothing.
  if (/\.(?:d\.[cm]?ts|pyi|h|hh|hpp|hxx)$/.test(path)) return undefined;
  return byLanguage[language] ?? byLanguage[languageOf(path)];
}

/** How people call the file that a program begins with, the most usual first. */
const entryNames = ["main", "index", "app"];

const depthOf = (path: string) => path.split("/").length;

/**
 * The file that runs when nothing else is said: the open one, else the page, else what the program begins with. One
 * that only another server could run is better than none: whoever runs it is told so.
 */
export function entryOf<File extends Named>(files: File[], active: File | undefined): File | undefined {
  if (active && runnerOf(active)) return active;
  const known = files.filter(runnerOf).sort((a, b) => depthOf(a.path) - depthOf(b.path));
  const here = known.filter((file) => isHere(runnerOf(file) ?? "javascript"));
  const runnable = here.length > 0 ? here : known;
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
