import { MAX_FINDING_LINES, withLineFeeds } from "../collab/protocol.ts";
import type { ModelFinding } from "./review-prompt.server.ts";

const MAX_TITLE = 120;
const MAX_MESSAGE = 2_000;

/** A finding at lines that exist, with the text that they have. */
export type PlacedFinding = ModelFinding;

/** Without control and direction characters: what it shows is what it says. Line feeds and tabs stay. */
const readable = (text: string) =>
  withLineFeeds(text).toWellFormed().replace(/[^\P{Cc}\n\t]/gu, "").replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "");

const oneLine = (text: string) => readable(text).replace(/\s+/g, " ").trim();
const shortened = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text);
const squeezed = (line: string) => line.replace(/\s+/g, " ").trim();

/** The lines that a model quotes, without blank ones around them and without the numbers that it was shown. */
function quotedLines(quote: string): string[] {
  const lines = withLineFeeds(quote).split("\n").map((line) => squeezed(line.replace(/^\s*\d+\| ?/, "")));
  while (lines.length > 0 && !lines[0]) lines.shift();
  while (lines.length > 0 && !lines.at(-1)) lines.pop();
  return lines;
}

/** The line number, nearest to `near`, from which the quote stands in the text; white space does not count. */
function findQuote(lines: string[], first: number, quoted: string[], near: number): number | undefined {
  const stands = (at: number, isSame: (line: string, quote: string) => boolean) => quoted.every((quote, i) => isSame(squeezed(lines[at + i] ?? ""), quote));
  const nearest = (isSame: (line: string, quote: string) => boolean) =>
    lines
      .map((_, at) => at)
      .filter((at) => at + quoted.length <= lines.length && stands(at, isSame))
      .map((at) => first + at)
      .sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
  // A part of a line is quoted where the whole one would be long.
  return nearest((line, quote) => line === quote) ?? (quoted.length === 1 && (quoted[0]?.length ?? 0) > 3 ? nearest((line, quote) => line.includes(quote)) : undefined);
}

/**
 * Puts what a model says where it belongs. `lines` are the lines that it was shown, `first` is the number of the first.
 * Line numbers are clamped; where the quote is not at them, the nearest place that has it is taken. Undefined when the
 * quote is nowhere: such a finding is about other code.
 */
export function placeFinding(lines: string[], first: number, finding: ModelFinding): PlacedFinding | undefined {
  const last = first + lines.length - 1;
  const clamp = (line: number) => Math.min(last, Math.max(first, line));
  let start = clamp(Math.min(finding.startLine, finding.endLine));
  let end = clamp(Math.max(finding.startLine, finding.endLine));
  let { replacement } = finding;
  const quoted = quotedLines(finding.quote);
  if (quoted.length === 0) return;
  const at = findQuote(lines, first, quoted, start);
  if (at === undefined) return;
  const isWhereSaid = at >= start && at + quoted.length - 1 <= end && finding.endLine <= last && finding.startLine >= first;
  if (!isWhereSaid) {
    // What should stand in place of other lines than these is no fix for these.
    if (quoted.length !== Math.abs(finding.endLine - finding.startLine) + 1) replacement = null;
    [start, end] = [at, at + quoted.length - 1];
  }
  const isBlank = (line: number) => !lines[line - first]?.trim();
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end)) end--;
  if (isBlank(start)) return;
  if (end - start >= MAX_FINDING_LINES) {
    end = start + MAX_FINDING_LINES - 1;
    replacement = null;
  }
  const quote = lines.slice(start - first, end - first + 1).join("\n");
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

/** A summary as it is shown. */
export const placeSummary = (summary: string) => shortened(readable(summary).trim(), MAX_MESSAGE);
