import type { Unsound } from "../../../../protocol/layout.ts";
import { tidyPath } from "../../../../protocol/paths.ts";
import { filesWords } from "../../../words/files.ts";

const MAX_NAMED = 3;
const MAX_NAME_CHARS = 24;

/** Says what a document holds besides its files; `pathOf` knows the files. */
export function unsoundSentence(things: Unsound[], pathOf: (fileId: string) => string | undefined): string {
  const { unsound } = filesWords;
  const named = things.slice(0, MAX_NAMED).map((thing) => nameOf(thing, pathOf));
  const more = things.length - named.length;
  return unsound.sentence(things.length, more ? [...named, unsound.more(more)] : named);
}

function nameOf({ kind, name }: Unsound, pathOf: (fileId: string) => string | undefined): string {
  const { unsound } = filesWords;
  if (kind !== "key") return unsound.named(short(name));
  const space = name.indexOf(" ");
  const [key, path] = [short(name.slice(space + 1)), pathOf(name.slice(0, space))];
  return path === undefined ? unsound.namedInFile(key) : unsound.namedIn(key, path);
}

/** The name may be anything: it was chosen by whoever put the entry there. */
function short(name: string): string {
  const tidy = tidyPath(name.slice(0, 4 * MAX_NAME_CHARS));
  const characters = [...tidy];
  return characters.length > MAX_NAME_CHARS ? `${characters.slice(0, MAX_NAME_CHARS).join("")}…` : tidy;
}
