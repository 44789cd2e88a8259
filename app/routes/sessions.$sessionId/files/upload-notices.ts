import { uploadWords } from "../../../words/uploads.ts";
import type { Picked } from "./picked-files.ts";
import type { Uploaded } from "./upload-files.ts";

const MAX_NAMED = 3;

/** The result of an upload in sentences: what was done, where that is not in view, and what was left out. */
export function uploadNotices(
  { added, replaced, problems }: Uploaded,
  { leftOut, isCut }: Pick<Picked, "leftOut" | "isCut">,
): { done?: string; problem?: string } {
  const [first] = replaced;
  const done = [
    ...(added.length > 1 ? [uploadWords.added(added.length)] : []),
    ...(replaced.length > 1 ? [uploadWords.someReplaced(replaced.length)] : first ? [uploadWords.replaced(first)] : []),
    ...(leftOut.length > 0 ? [uploadWords.foldersLeftOut(leftOut)] : []),
  ];
  const named = problems.slice(0, MAX_NAMED);
  const more = problems.length - named.length;
  const wrong = [...named, ...(more > 0 ? [uploadWords.moreLeftOut(more)] : []), ...(isCut ? [uploadWords.isCut] : [])];
  return {
    ...(done.length > 0 && { done: done.join(" ") }),
    ...(wrong.length > 0 && { problem: wrong.join(" ") }),
  };
}
