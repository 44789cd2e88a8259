import type { Picked } from "./picked-files.ts";
import type { Uploaded } from "./upload-files.ts";

const MAX_NAMED = 3;
const list = new Intl.ListFormat("en");
const plural = (count: number, one: string, more: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

/** The result of an upload in words: what was done, where that is not in view, and what was left out. */
export function uploadWords(
  { added, replaced, problems }: Uploaded,
  { leftOut, isCut }: Pick<Picked, "leftOut" | "isCut">,
): { done?: string; problem?: string } {
  const done = [
    ...(added.length > 1 ? [`${plural(added.length, "file", "files")} added`] : []),
    ...(replaced.length > 0 ? [`${replaced.length === 1 ? replaced[0] : `${replaced.length} files`} replaced`] : []),
  ];
  const skipped =
    leftOut.length > 0
      ? [`${plural(leftOut.length, "folder was", "folders were")} left out: ${list.format(leftOut)}`]
      : [];
  const said = [...done, ...skipped];
  const named = problems.slice(0, MAX_NAMED);
  const more = problems.length - named.length;
  const wrong = [
    ...named,
    ...(more > 0 ? [`${plural(more, "more file was", "more files were")} left out`] : []),
    ...(isCut ? ["The rest of the folder was not read"] : []),
  ];
  return {
    ...(said.length > 0 && { done: `${said.join(". ")}.` }),
    ...(wrong.length > 0 && { problem: `${wrong.join(". ")}.` }),
  };
}
