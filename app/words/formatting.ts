import { formatNumber } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** Formatting a file. `typed` are other words that people type for the command. */
export const formattingWords = translatable("formatting", {
  format: "Format",
  typed: "format document selection prettier beautify tidy indent",
  already: "Already formatted.",
  badLine: (line: number) => `Line ${formatNumber(line)} cannot be read, so nothing was formatted.`,
  badText: "The code cannot be read, so nothing was formatted.",
  /** `path` is that of a file. */
  badConfig: (path: string) => `${path} cannot be read, so nothing was formatted.`,
  tooSlow: "Formatting took longer than ten seconds and was ended. Nothing was changed.",
  tooLong: (characters: number) => `Only files of up to ${formatNumber(characters)} characters can be formatted.`,
  changing: "The file was changed again and again while it was formatted. Try again in a moment.",
});
