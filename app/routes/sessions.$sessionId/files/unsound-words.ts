import { tidyPath, type Unsound } from "../../../../protocol/layout.ts";

const MAX_NAMED = 3;
const MAX_NAME_CHARS = 24;

/** Says what a document holds besides its files; `pathOf` knows the files. */
export function unsoundWords(things: Unsound[], pathOf: (fileId: string) => string | undefined): string {
  const named = things.slice(0, MAX_NAMED).map((thing) => nameOf(thing, pathOf));
  const more = things.length - named.length;
  const names = new Intl.ListFormat("en").format([...named, ...(more ? [`${more.toLocaleString("en")} more`] : [])]);
  return things.length === 1
    ? `One thing in this session is not a file, and takes up room: ${names}.`
    : `${things.length.toLocaleString("en")} things in this session are not files, and take up room: ${names}.`;
}

function nameOf({ kind, name }: Unsound, pathOf: (fileId: string) => string | undefined): string {
  if (kind !== "key") return `“${short(name)}”`;
  const space = name.indexOf(" ");
  return `“${short(name.slice(space + 1))}” of ${pathOf(name.slice(0, space)) ?? "a file"}`;
}

/** The name may be anything: it was chosen by whoever put the entry there. */
function short(name: string): string {
  const tidy = tidyPath(name.slice(0, 4 * MAX_NAME_CHARS));
  const characters = [...tidy];
  return characters.length > MAX_NAME_CHARS ? `${characters.slice(0, MAX_NAME_CHARS).join("")}…` : tidy;
}
