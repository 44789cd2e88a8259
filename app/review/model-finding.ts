import type { Severity } from "../../protocol/entities.ts";
import type { ModelFinding } from "./prompt.ts";

/** A finding as far as a model said it: where it is may be missing, or wrong. */
export type SaidFinding = Omit<ModelFinding, "startLine" | "endLine"> & {
  startLine: number | undefined;
  endLine: number | undefined;
};

/**
 * Other models' words for ours, in lower case and without anything between words; the first that says something counts.
 */
const names = {
  severity: ["severity", "level", "priority", "severitylevel", "type", "kind", "category"],
  title: ["title", "name", "issue", "problem", "heading", "headline", "summary", "rule"],
  message: [
    "message",
    "description",
    "details",
    "detail",
    "explanation",
    "body",
    "reason",
    "comment",
    "why",
    "text",
    "rationale",
  ],
  quote: ["quote", "code", "snippet", "codesnippet", "excerpt", "original", "originalcode", "quotedcode"],
  replacement: ["replacement", "replacementcode", "newcode", "fixedcode", "suggestedcode", "correctedcode"],
  start: [
    "startline",
    "start",
    "line",
    "linestart",
    "lineno",
    "linenumber",
    "fromline",
    "from",
    "beginline",
    "lines",
    "linerange",
    "range",
    "location",
  ],
  end: ["endline", "end", "lineend", "toline", "to"],
} as const;

const severityWords: [Severity, RegExp][] = [
  ["error", /crit|fatal|block|sever|high|major|err|bug|secur|vuln|danger|urgent|must|p0|p1/],
  ["info", /info|note|notice|low|minor|trivial|hint|nit|style|suggest|advice|cosmetic|p3|p4/],
];

/** Reads what a model says of one finding, whatever it calls things. Undefined when it says nothing about anything. */
export function readFinding(said: unknown): SaidFinding | undefined {
  if (typeof said !== "object" || said === null) return;
  const byName = new Map(
    Object.entries(said).map(([name, value]) => [name.toLowerCase().replace(/[^a-z]/g, ""), value as unknown]),
  );
  const first = <T>(of: keyof typeof names, read: (value: unknown) => T | undefined) => {
    for (const name of names[of]) {
      const value = read(byName.get(name));
      if (value !== undefined) return value;
    }
  };
  const title = first("title", words) ?? "";
  const message = first("message", words) ?? "";
  if (!title && !message) return;
  const lines = first("start", lineRange);
  return {
    severity: severityOf(first("severity", words)),
    title,
    message,
    startLine: lines?.[0],
    endLine: first("end", lineRange)?.[0] ?? lines?.[1],
    quote: first("quote", text) ?? "",
    replacement: withoutPlaceholder(first("replacement", text)),
  };
}

/** Our severity for the model's word; an unknown word is a warning. */
function severityOf(said: string | undefined): Severity {
  const word = (said ?? "").toLowerCase();
  return severityWords.find(([, pattern]) => pattern.test(word))?.[0] ?? "warning";
}

/** A text that is not blank, or a number as text; any other value counts as missing. */
function words(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() ? value : undefined;
}

/** Code, which may come as a list of its lines. */
function text(value: unknown): string | undefined {
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value.join("\n");
  return typeof value === "string" ? value : undefined;
}

/** `7`, `"7"`, `7.0`, `"L7"`, `"7-9"`, `[7, 9]` and `{start: 7, end: 9}`. */
function lineRange(value: unknown): [number, number | undefined] | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? [Math.round(value), undefined] : undefined;
  if (typeof value === "string") {
    const [start, end] = value.match(/\d+/g) ?? [];
    return start === undefined ? undefined : [Number(start), end === undefined ? undefined : Number(end)];
  }
  if (Array.isArray(value)) {
    const numbers = value.flatMap((each) => lineRange(each)?.[0] ?? []);
    return numbers[0] === undefined ? undefined : [numbers[0], numbers.at(-1)];
  }
  if (typeof value !== "object" || value === null) return;
  const inner = Object.values(value).flatMap((each) => (typeof each === "object" ? [] : (lineRange(each)?.[0] ?? [])));
  return inner[0] === undefined ? undefined : [inner[0], inner[1]];
}

const withoutPlaceholder = (replacement: string | undefined) =>
  replacement === undefined || /^\s*(?:null|none|n\/a|undefined)\s*$/i.test(replacement) ? null : replacement;
