import { withLineFeeds } from "../collab/layout.ts";
import { MAX_FINDING_LINES } from "../collab/protocol.ts";
import type { ModelFinding } from "./review-prompt.server.ts";

const MAX_TITLE = 120;
const MAX_MESSAGE = 2_000;
/** More is no quote, and takes long to look for. */
const MAX_QUOTE = { chars: 20_000, lines: 2 * MAX_FINDING_LINES };
const MAX_REPLACEMENT = 10_000;

/** A finding at lines that exist, with the text that they have. */
export type PlacedFinding = ModelFinding;

/** Without control and direction characters: what it shows is what it says. Line feeds and tabs stay. */
const readable = (text: string) =>
  withLineFeeds(text).toWellFormed().replace(/[^\P{Cc}\n\t]/gu, "").replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "");

const oneLine = (text: string) => readable(text).replace(/\s+/g, " ").trim();
const shortened = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text);
export const squeezed = (line: string) => line.replace(/\s+/g, " ").trim();

/** The lines that a model quotes, without blank ones around them and without the numbers that it was shown. */
function quotedLines(quote: string): string[] {
  if (quote.length > MAX_QUOTE.chars) return [];
  const lines = withLineFeeds(quote).split("\n").map((line) => squeezed(line.replace(/^\s*\d+\| ?/, "")));
  const start = lines.findIndex(Boolean);
  const quoted = start < 0 ? [] : lines.slice(start, lines.findLastIndex(Boolean) + 1);
  return quoted.length > MAX_QUOTE.lines ? [] : quoted;
}

/** The line number, nearest to `near`, from which the quote stands in the text, and whether it does as whole lines; white space does not count. */
function findQuote(lines: string[], first: number, quoted: string[], near: number): { at: number; isWhole: boolean } | undefined {
  const nearest = (isSame: (line: string, quote: string) => boolean) => {
    let best: number | undefined;
    for (let from = 0; from + quoted.length <= lines.length; from++) {
      const at = first + from;
      if (best !== undefined && Math.abs(at - near) >= Math.abs(best - near)) continue;
      if (quoted.every((quote, i) => isSame(lines[from + i] ?? "", quote))) best = at;
    }
    return best;
  };
  const whole = nearest((line, quote) => line === quote);
  if (whole !== undefined) return { at: whole, isWhole: true };
  // A part of a line is quoted where the whole one would be long.
  const part = quoted.length === 1 && (quoted[0]?.length ?? 0) > 3 ? nearest((line, quote) => line.includes(quote)) : undefined;
  return part === undefined ? undefined : { at: part, isWhole: false };
}

/**
 * Puts what a model says where it belongs. `lines` are the lines that it was shown, `first` is the number of the first,
 * `bare` are the same lines `squeezed`. The nearest place that has the quote is taken, whatever the line numbers say; they
 * decide only whether the replacement is for just these lines. Undefined when the quote is nowhere: such a finding is about
 * other code; or when it cannot be stored.
 */
export function placeFinding(lines: string[], first: number, finding: ModelFinding, bare: string[] = lines.map(squeezed)): PlacedFinding | undefined {
  const quoted = quotedLines(finding.quote);
  if (quoted.length === 0) return;
  const found = findQuote(bare, first, quoted, Math.min(finding.startLine, finding.endLine));
  if (!found) return;
  let [start, end] = [found.at, found.at + quoted.length - 1];
  const isForThese = found.isWhole && quoted.length === Math.abs(finding.endLine - finding.startLine) + 1;
  let replacement = isForThese && (finding.replacement?.length ?? 0) <= MAX_REPLACEMENT ? finding.replacement : null;
  const isBlank = (line: number) => !lines[line - first]?.trim();
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end)) end--;
  if (isBlank(start)) return;
  if (end - start >= MAX_FINDING_LINES) {
    end = start + MAX_FINDING_LINES - 1;
    replacement = null;
  }
  const quote = lines.slice(start - first, end - first + 1).join("\n");
  if (!isStorable(quote)) return;
  const fix = replacement === null ? null : readable(replacement).replace(/\n$/, "");
  const title = shortened(oneLine(finding.title), MAX_TITLE);
  const message = shortened(readable(finding.message).trim(), MAX_MESSAGE);
  if (!title && !message) return;
  return {
    severity: finding.severity,
    title: title || shortened(oneLine(message), MAX_TITLE),
    message,
    startLine: start,
    endLine: end,
    quote,
    replacement: fix === quote ? null : fix,
  };
}

/** Postgres takes no NUL, and no half of a surrogate pair. */
const isStorable = (text: string) => !text.includes("\0") && text.isWellFormed();

/** A name that may come from anybody, as it can be stored and shown. */
export const placeName = (name: string) => oneLine(name);

/** A summary as it is shown. */
export const placeSummary = (summary: string) => shortened(readable(summary).trim(), MAX_MESSAGE);
