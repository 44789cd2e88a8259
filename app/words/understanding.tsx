import type { ReactNode } from "react";
import { formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What is understood of the code: problems, names, and what finds them. */
export const understandingWords = translatable("understanding", {
  problems: "Problems",
  /** In the line below the code: what is not the number is read out, and not shown. */
  errors: (count: number, unseen: (text: string) => ReactNode) => (
    <>
      {formatNumber(count)}
      {unseen(plural(count, { one: " error", other: " errors" }))}
    </>
  ),
  warnings: (count: number, unseen: (text: string) => ReactNode) => (
    <>
      {formatNumber(count)}
      {unseen(plural(count, { one: " warning", other: " warnings" }))}
    </>
  ),
  /** `server`: such as TypeScript. */
  starting: (server: string) => `${server} is getting ready`,
  stopped: (server: string) => `${server} has stopped`,
  restart: "Restart",
  notUnderstood: "Nothing looks for problems in this file's language.",
  offOnPhone: "On phones nothing looks for problems by itself. You can switch it on in Settings.",
  none: "No problems found.",
  /** What tells this list from the review's. */
  ownView: "Found on this page as you write, and shown to you alone. What a review finds is shown to everybody.",
  openReview: "Open the review",
  more: (count: number) =>
    plural(count, { one: "1 more is not listed.", other: `${formatNumber(count)} more are not listed.` }),
  kinds: { error: "Error", warning: "Warning", info: "Note" },
  place: (line: number, column: number) => `Ln ${line}, Col ${column}`,

  rename: {
    title: (name: string) => `Rename ${name}`,
    description: "Everywhere in this session's files, as one edit.",
    name: "New name",
    rename: "Rename",
    nothingHere: "There is nothing to rename here.",
    failed: "The code changed too fast to rename that. Try again.",
    done: (name: string, places: number, files: number) =>
      `Renamed to ${name}: ${plural(places, { one: `${places} place`, other: `${formatNumber(places)} places` })} in ${plural(files, { one: `${files} file`, other: `${formatNumber(files)} files` })}.`,
  },
  stale: "The code changed meanwhile, so nothing was written. Try again.",

  commands: {
    rename: { label: "Rename symbol", typed: "refactor variable function name" },
    symbols: { label: "Go to symbol in all files", typed: "workspace symbol class function outline" },
    restart: (server: string) => `Restart ${server}`,
  },
});
