import { withLineFeeds } from "../../protocol/layout.ts";
import { MAX_FINDING_LINES } from "../../protocol/limits.ts";
import { lineIndexAt } from "./line-index.ts";
import { elision, undressed } from "./quoted-code.ts";

/** A longer text is not a quote, and takes long to search for. */
const MAX_QUOTE = { chars: 20_000, lines: 2 * MAX_FINDING_LINES };
/** Anything shorter would be found everywhere. */
const MIN_PART = 4;
/** How far an inexact quote may be from the line that the model names. */
const NEAR = 3;
/** The share of pairs of letters that must be the same. */
const ALIKE = 0.75;
/** At how many places, at most, the beginning of an elided quote is tried. */
const MAX_PLACES = 500;

/** Where a quote stands, by line numbers. `isWhole` when it is exactly these lines, apart from white space. */
export type Found = { start: number; end: number; isWhole: boolean };
/** The lines that a model was shown, ready to be searched. */
export type Shown = { first: number; squeezed: string[]; bare: Bare };
/** All lines in one, without white space and with one kind of quotation mark, and where each begins. */
type Bare = { text: string; starts: number[]; isStart: Set<number> };

const squeezed = (line: string) => line.replace(/\s+/g, " ").trim();
const bared = (line: string) => line.replace(/\s+/g, "").replace(/['`‘’“”]/g, '"');

export function shown(lines: string[], first: number): Shown {
  const starts: number[] = [];
  let text = "";
  for (const line of lines) {
    starts.push(text.length);
    text += bared(line);
  }
  return { first, squeezed: lines.map(squeezed), bare: { text, starts, isStart: new Set(starts) } };
}

/**
 * Finds what a model quotes, nearest to the line that it names. First as it stands there, apart from white space; then
 * without what models put around code (fences, quotation marks, numbers of lines), with other quotation marks, joined
 * lines, or an elided middle; last as something very similar, close to that line. Undefined when it is nowhere.
 */
export function findQuote(code: Shown, quote: string, named: number | undefined): Found | undefined {
  if (quote.length > MAX_QUOTE.chars) return;
  const near = named ?? code.first;
  const readings = [...new Set([quote, ...undressed(quote)])];
  const found = <T>(search: (lines: string[]) => T | undefined) => {
    for (const reading of readings) {
      const lines = linesOf(reading);
      const result = lines.length > 0 ? search(lines) : undefined;
      if (result) return result;
    }
  };
  return (
    found((lines) => asLines(code, lines, near)) ??
    found((lines) => asPart(code, lines, near)) ??
    found((lines) => bareIn(code, bared(lines.join("")), near)) ??
    found((lines) => elided(code, lines, near)) ??
    (named === undefined ? undefined : found((lines) => alike(code, lines, named)))
  );
}

/** Without blank lines around it; empty when it is nothing, or too much. */
function linesOf(quote: string): string[] {
  const lines = withLineFeeds(quote).split("\n").map(squeezed);
  const start = lines.findIndex(Boolean);
  const quoted = start < 0 ? [] : lines.slice(start, lines.findLastIndex(Boolean) + 1);
  return quoted.length > MAX_QUOTE.lines ? [] : quoted;
}

function nearestOf(places: Iterable<number>, near: number): number | undefined {
  let best: number | undefined;
  for (const at of places) if (best === undefined || Math.abs(at - near) < Math.abs(best - near)) best = at;
  return best;
}

function asLines({ first, squeezed: lines }: Shown, quoted: string[], near: number): Found | undefined {
  const at = nearestOf(placesOf(lines, quoted, first), near);
  return at === undefined ? undefined : { start: at, end: at + quoted.length - 1, isWhole: true };
}

function* placesOf(lines: string[], quoted: string[], first: number) {
  for (let from = 0; from + quoted.length <= lines.length; from++) {
    if (quoted.every((quote, i) => lines[from + i] === quote)) yield first + from;
  }
}

/** A part of a line is quoted where the whole one would be long. */
function asPart({ first, squeezed: lines }: Shown, quoted: string[], near: number): Found | undefined {
  const [part = ""] = quoted;
  if (quoted.length !== 1 || part.length < MIN_PART) return;
  const at = nearestOf(
    lines.flatMap((line, i) => (line.includes(part) ? [first + i] : [])),
    near,
  );
  return at === undefined ? undefined : { start: at, end: at, isWhole: false };
}

function* indexesOf(text: string, part: string, from = 0) {
  for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + 1)) yield at;
}

/** Whatever was joined, split, or indented in another way. */
function bareIn(code: Shown, quote: string, near: number): Found | undefined {
  if (quote.length < MIN_PART) return;
  const { text } = code.bare;
  let best: Found | undefined;
  for (const at of indexesOf(text, quote)) {
    const found = {
      start: lineAt(code, at),
      end: lineAt(code, at + quote.length - 1),
      isWhole: isWholeLines(code, at, at + quote.length),
    };
    if (!best || Math.abs(found.start - near) < Math.abs(best.start - near)) best = found;
  }
  return best;
}

/** The line that a character of the bare text is on; blank lines have none. */
const lineAt = ({ first, bare: { starts } }: Shown, index: number) => first + lineIndexAt(starts, index);

const isWholeLines = ({ bare: { isStart, text } }: Shown, from: number, to: number) =>
  isStart.has(from) && (to === text.length || isStart.has(to));

/** A quote of which the middle was left out, within a line or with a line in its place. */
function elided(code: Shown, quoted: string[], near: number): Found | undefined {
  const parts = quoted
    .flatMap((line) =>
      elision.test(line) ? ["\n"] : line.split(/(?:\.{3}|…)/).flatMap((part, i) => (i > 0 ? ["\n", part] : [part])),
    )
    .join(" \0")
    .split("\n")
    .map((part) => bared(part.replaceAll("\0", "")));
  const [head = "", ...rest] = parts.filter(Boolean);
  if (rest.length === 0 || head.length < MIN_PART) return;
  const { text } = code.bare;
  let best: Found | undefined;
  let places = 0;
  for (const at of indexesOf(text, head)) {
    if (++places > MAX_PLACES) break;
    let end = at + head.length;
    for (const part of rest) {
      const next = text.indexOf(part, end);
      end = next < 0 ? -1 : next + part.length;
      if (end < 0) break;
    }
    if (end < 0) break;
    const found = { start: lineAt(code, at), end: lineAt(code, end - 1), isWhole: false };
    if (found.end - found.start >= MAX_FINDING_LINES) continue;
    if (!best || Math.abs(found.start - near) < Math.abs(best.start - near)) best = found;
  }
  return best;
}

/**
 * A quote that is almost the same as the code at the line that it names: models make mistakes in letters when they
 * copy.
 */
function alike({ first, squeezed: lines }: Shown, quoted: string[], named: number): Found | undefined {
  const wanted = quoted.join(" ");
  if (wanted.length < 2 * MIN_PART) return;
  let best: { score: number; at: number } | undefined;
  for (let at = Math.max(first, named - NEAR); at <= named + NEAR; at++) {
    const here = lines.slice(at - first, at - first + quoted.length);
    if (here.length < quoted.length) break;
    const score = likeness(here.join(" "), wanted);
    if (score >= ALIKE && (!best || score > best.score)) best = { score, at };
  }
  return best && { start: best.at, end: best.at + quoted.length - 1, isWhole: false };
}

/** The share of pairs of letters that two texts have in common: 1 is the same, 0 is nothing. */
function likeness(a: string, b: string): number {
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < a.length; i++) pairs.set(a.slice(i, i + 2), (pairs.get(a.slice(i, i + 2)) ?? 0) + 1);
  let same = 0;
  for (let i = 0; i + 1 < b.length; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) same++;
    pairs.set(b.slice(i, i + 2), left - 1);
  }
  return (2 * same) / Math.max(1, a.length + b.length - 2);
}
