import { withoutControls, withoutDirections } from "../../db/plain-text.ts";
import { withLineFeeds } from "../../protocol/layout.ts";
import { MAX_FINDING_LINES } from "../../protocol/limits.ts";
import { findQuote, type Shown } from "./find-quote.ts";
import type { SaidFinding } from "./model-finding.ts";
import type { ModelFinding } from "./prompt.ts";
import { hasElision, withoutFence, withoutNumbers } from "./quoted-code.ts";

const MAX_TITLE = 120;
const MAX_MESSAGE = 2_000;
const MAX_REPLACEMENT = 10_000;

/** A finding at lines that exist, with the text that they have. */
export type PlacedFinding = ModelFinding;

/** Without control and direction characters: what it shows is what it says. Line feeds and tabs stay. */
const readable = (text: string) => withoutDirections(withoutControls(withLineFeeds(text)));

const oneLine = (text: string) => readable(text).replace(/\s+/g, " ").trim();
const shortened = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text);

/**
 * Puts what a model says where it belongs. `lines` are the lines that it was shown, `code` is the same, ready to be
 * searched. The nearest place that has the quote is taken, whatever the line numbers say; they decide only whether the
 * replacement is for just these lines. Where it quotes nothing, the line numbers are believed if it names something
 * that is in those lines. Undefined when it is about other code, or cannot be stored.
 */
export function placeFinding(lines: string[], code: Shown, finding: SaidFinding): PlacedFinding | undefined {
  const { first } = code;
  const found = finding.quote.trim()
    ? findQuote(code, finding.quote, named(finding))
    : whereItSays(lines, first, finding);
  if (!found) return;
  let { start, end } = found;
  const asked =
    finding.startLine === undefined || finding.endLine === undefined
      ? undefined
      : Math.abs(finding.endLine - finding.startLine) + 1;
  const isForThese = found.isWhole && (asked === undefined || asked === end - start + 1);
  let replacement = isForThese ? replacementOf(finding) : null;
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

const named = ({ startLine, endLine }: SaidFinding) =>
  startLine === undefined ? endLine : Math.min(startLine, endLine ?? startLine);

/**
 * The text for these lines, without what a model puts around code. One that leaves something out would take that away.
 */
function replacementOf({ replacement, quote }: SaidFinding): string | null {
  if (replacement === null || replacement.length > MAX_REPLACEMENT) return null;
  const text = withoutNumbers(withoutFence(replacement));
  return hasElision(text) && !hasElision(quote) ? null : text;
}

/**
 * The lines that a finding names, if they contain a word of what it says: a model that does not quote may still count
 * right.
 */
function whereItSays(
  lines: string[],
  first: number,
  finding: SaidFinding,
): { start: number; end: number; isWhole: boolean } | undefined {
  const { startLine, endLine = startLine, title, message } = finding;
  if (startLine === undefined || endLine === undefined) return;
  const [start, end] = [Math.min(startLine, endLine), Math.max(startLine, endLine)];
  if (start < first || end >= first + lines.length) return;
  const here = new Set(
    lines
      .slice(start - first, end - first + 1)
      .join("\n")
      .match(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu),
  );
  const speaksOf =
    `${title}\n${message}`.match(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)?.some((word) => here.has(word)) ?? false;
  return speaksOf ? { start, end, isWhole: false } : undefined;
}

/** Postgres takes no NUL, and no half of a surrogate pair. */
const isStorable = (text: string) => !text.includes("\0") && text.isWellFormed();

/** A name that may come from anybody, as it can be stored and shown. */
export const placeName = (name: string) => oneLine(name);

/** A summary as it is shown. */
export const placeSummary = (summary: string) => shortened(readable(summary).trim(), MAX_MESSAGE);
