/**
 * Names of files as people give them, and when two of them would be the same file on a computer where somebody unpacks
 * them.
 */
import { tidyPath } from "../../../../protocol/paths.ts";
import { nameProblem } from "../../../name-problem.ts";
import { fileNameWords } from "../../../words/file-names.ts";

export type Named = { id: string; path: string };

/**
 * What file systems that ignore case, composition or invisible characters take a name for: Windows, macOS and others
 * differ in what they ignore, and this ignores all of it.
 */
export const sameName = (path: string) =>
  path
    .normalize("NFD")
    .toLowerCase()
    .toUpperCase()
    .normalize("NFD")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "");

/**
 * A file's name as it is stored, or the sentence that says what is wrong with it. `ownId` is the file that is renamed.
 */
export function checkName(
  input: string,
  files: Named[],
  ownId?: string,
): { path: string; problem?: undefined } | { problem: string } {
  const path = tidyPath(input);
  const problem =
    nameProblem(path) ??
    clash(
      path,
      files.filter(({ id }) => id !== ownId),
    );
  return problem === undefined ? { path } : { problem };
}

/** Why a name conflicts with those that exist already. */
function clash(path: string, others: Named[]): string | undefined {
  const name = sameName(path);
  for (const other of others) {
    const taken = sameName(other.path);
    if (other.path === path) return fileNameWords.taken(path);
    if (taken === name) return fileNameWords.nearlyTaken(other.path);
    if (taken.startsWith(`${name}/`)) return fileNameWords.isFolder(path, other.path);
    if (name.startsWith(`${taken}/`)) return fileNameWords.isFile(other.path);
  }
}

/** The path itself if no file or folder has it, or else with the first number that is free: `main (2).ts`. */
export function freePath(path: string, files: Named[]): string {
  const taken = files.map((file) => sameName(file.path));
  const isTaken = (name: string) => taken.some((other) => other === name || other.startsWith(`${name}/`));
  let nth = 1;
  while (isTaken(sameName(numbered(path, nth)))) nth++;
  return numbered(path, nth);
}

/** A path with a number before its ending, from 2 on. */
export function numbered(path: string, nth: number): string {
  if (nth === 1) return path;
  const [, stem = path, ending = ""] = /^((?:.*\/)?[^/]+?)(\.[^./]{1,16})?$/s.exec(path) ?? [];
  return `${stem} (${nth})${ending}`;
}
