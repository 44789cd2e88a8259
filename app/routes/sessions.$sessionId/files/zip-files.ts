import { strToU8, zipSync } from "fflate";
import { filesWords } from "../../../words/files.ts";
import type { Named } from "./file-names.ts";
import { zipNames } from "./zip-names.ts";

export type Zip = {
  bytes: Uint8Array<ArrayBuffer>;
  /** Files that have another name in the ZIP than in the session. */
  renamed: { path: string; name: string }[];
};

/** All files in one ZIP, each once. */
export function zipFiles(files: (Named & { content: string })[]): Zip {
  const names = zipNames(files);
  const named = files.map(({ id, path, content }) => ({ path, content, name: names.get(id) ?? id }));
  return {
    bytes: new Uint8Array(
      zipSync(Object.fromEntries(named.map(({ name, content }) => [name, strToU8(content.toWellFormed())]))),
    ),
    renamed: named.filter(({ path, name }) => path !== name).map(({ path, name }) => ({ path, name })),
  };
}

const MAX_NAMED = 3;

/** A sentence about files that a ZIP has under other names; undefined where there are none. */
export function renamedSentence(renamed: Zip["renamed"]): string | undefined {
  if (renamed.length === 0) return;
  const { zip } = filesWords;
  const some = renamed.slice(0, MAX_NAMED).map(({ path, name }) => zip.renamed(path, name));
  const more = renamed.length - some.length;
  return zip.sentence(more ? [...some, zip.more(more)] : some);
}
