/**
 * Runs ESLint on a thread of its own: it takes a second on a long text, and everybody's socket goes through the web
 * process.
 */
import js from "@eslint/js";
import { Linter } from "eslint";
import { builtinRules } from "eslint/use-at-your-own-risk";
import tseslint from "typescript-eslint";
import { parentPort } from "node:worker_threads";
import { severities, type Severity } from "../../protocol/entities.ts";
import { MAX_FINDINGS } from "../../protocol/limits.ts";
import { lineIndexAt } from "./line-index.ts";
import type { ModelFinding } from "./prompt.ts";

export type LintRequest = {
  code: string;
  language: string;
  path: string;
  /** Lines from 1, inclusive. */ start: number;
  end: number;
};
export type LintAnswer = {
  /** Undefined where ESLint cannot take it, as code that nests too deeply. */ findings?: ModelFinding[];
  /** How many there are in all. */ total: number;
};

/** How many of the most severe are kept: some to spare, since two may say the same. */
const MAX_SENT = 2 * MAX_FINDINGS;
const BOM = "\uFEFF";

const linter = new Linter({ configType: "flat" });

/** Rules that cannot be decided from one file are left out: others may define a name. */
const withoutGuesses = { rules: { "no-undef": "off", "no-redeclare": "off" } } as const;
/** Comments in the code would turn rules on and off, and give them patterns that take for ever. */
const withoutComments = { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" } } as const;
const configs = {
  javascript: [js.configs.recommended, withoutGuesses, withoutComments],
  typescript: [js.configs.recommended, ...tseslint.configs.recommended, withoutGuesses, withoutComments],
} as unknown as Record<string, Linter.Config[]>;

type Meta = { type?: string; docs?: { description?: string } };
const { rules: pluginRules } = tseslint.plugin as { rules?: Record<string, { meta?: Meta } | undefined> };

/**
 * The most severe first. Only these are written out: each quotes its lines, and there may be one for every character of
 * a line.
 */
function findingsIn({ code: whole, language, path, start, end }: LintRequest): {
  findings: ModelFinding[];
  total: number;
} {
  // ESLint counts without it.
  const code = whole.startsWith(BOM) ? whole.slice(BOM.length) : whole;
  const lines = code.split("\n");
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const lineAt = (offset: number) => lineIndexAt(starts, offset) + 1;
  // ESLint's lines end at more characters than the editor's.
  const itsStarts = [
    0,
    ...[...code.matchAll(/\r\n|[\r\n\u2028\u2029]/g)].map(({ index, 0: end }) => index + end.length),
  ];
  const lineOf = (line: number, column: number) => lineAt((itsStarts[line - 1] ?? 0) + column - 1);
  const isTypeScript = language === "typescript";
  const filename = `file${/\.[cm]?[jt]sx?$/.exec(path)?.[0] ?? (isTypeScript ? ".ts" : ".js")}`;
  const config = (configs[language] ?? []).map((part) => ({
    ...part,
    files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"],
    languageOptions: { ...part.languageOptions, parserOptions: { ecmaFeatures: { jsx: !filename.endsWith("ts") } } },
  }));
  const messages = linter
    .verify(code, config, { filename })
    .map((message) => {
      const { line, column, endLine = line, endColumn = column } = message;
      return { ...message, line: lineOf(line, column), endLine: lineOf(endLine, Math.max(1, endColumn)) };
    })
    .filter(({ line, endLine }) => line >= start && endLine <= end)
    .map((message) => ({ ...message, rank: severities.indexOf(severityOf(message)) }))
    .sort((a, b) => a.rank - b.rank || a.line - b.line);
  const findings = messages.slice(0, MAX_SENT).map((message) => {
    const fix = message.fix ?? (message.suggestions?.length === 1 ? message.suggestions[0]?.fix : undefined);
    const from = Math.min(message.line, fix ? lineAt(fix.range[0]) : message.line);
    const to = Math.max(message.endLine, fix ? lineAt(fix.range[1]) : message.line);
    const [startOffset = 0, endOffset = 0] = [starts[from - 1], (starts[to] ?? 0) - 1];
    return {
      severity: severityOf(message),
      title: message.message.split("\n")[0] ?? message.message,
      message: describe(message.ruleId),
      startLine: from,
      endLine: to,
      quote: lines.slice(from - 1, to).join("\n"),
      replacement: fix ? code.slice(startOffset, fix.range[0]) + fix.text + code.slice(fix.range[1], endOffset) : null,
    };
  });
  return { findings, total: messages.length };
}

function metaOf(ruleId: string): Meta | undefined {
  const [, name] = /^@typescript-eslint\/(.*)$/.exec(ruleId) ?? [];
  return name ? pluginRules?.[name]?.meta : builtinRules.get(ruleId)?.meta;
}

function severityOf({ fatal, severity, ruleId }: Linter.LintMessage): Severity {
  if (fatal) return "error";
  return severity === 2 && metaOf(ruleId ?? "")?.type !== "suggestion" ? "warning" : "info";
}

/** In English, as all that ESLint says: this thread does not know who asks. */
function describe(ruleId: string | null): string {
  if (!ruleId) return "The code cannot be read: nothing else was checked.";
  const description = metaOf(ruleId)?.docs?.description;
  return `${description ? `${description}. ` : ""}ESLint's rule ${ruleId}.`;
}

function answer(request: LintRequest): LintAnswer {
  try {
    return findingsIn(request);
  } catch {
    return { total: 0 };
  }
}

parentPort?.on("message", (request: LintRequest) => parentPort?.postMessage(answer(request)));
parentPort?.postMessage("ready");
