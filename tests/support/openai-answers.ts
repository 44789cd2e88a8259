export type SaidFinding = {
  severity: string;
  title: string;
  message: string;
  startLine: number;
  endLine: number;
  quote: string;
  replacement: string | null;
};
export const said = (finding: Partial<SaidFinding> & Pick<SaidFinding, "startLine" | "quote">): SaidFinding => ({
  severity: "warning",
  title: `About line ${finding.startLine}`,
  message: "It will fail.",
  endLine: finding.startLine,
  replacement: null,
  ...finding,
});

/** An answer as it is asked for. */
export const json = (summary: string, findings: unknown) => JSON.stringify({ summary, findings });
/** How models write an answer; what each means is the same. */
export const wordings = {
  think: (s, f) =>
    `<think>\nLine 2 { returns } a - b; a draft: {"summary": "no", "findings": [{"title": "Never", "quote": "x"}]}\n</think>\n\n${json(s, f)}`,
  "think-unclosed": (s, f) => `<think>So { a: 1 } it is.\n${json(s, f)}`,
  "words-around": (s, f) => `Here is what I found {so far}:\n~~~json\n${json(s, f)}\n~~~\nI hope [this] {helps}!`,
  "as-array": (_, f) => JSON.stringify(f),
  "as-suggestions": (s, f) => JSON.stringify({ overview: s, suggestions: f }),
  "as-issues": (s, f) => JSON.stringify({ review: { summary: s, issues: f } }),
  "raw-breaks": (s, f) => json(s, f).replaceAll("It will", "It\n\twill"),
  "extra-commas": (s, f) => json(s, f).replaceAll("}", ",}").replaceAll("]", ",]"),
  comments: (s, f) => json(s, f).replaceAll("{", '{ // it\'s "so"\n').replaceAll("[", "[ /* } */ "),
  "single-quotes": (s, f) => json(s, f).replaceAll('"', "'"),
  "bare-names": (s, f) => json(s, f).replaceAll(/"(\w+)":/g, "$1:"),
  "own-names": (s, f) =>
    json(
      s,
      f.map(({ severity, title, message, startLine, endLine, quote, replacement }) => ({
        Severity: { error: "CRITICAL", warning: "Medium", info: "Low" }[severity],
        issue: title,
        description: message,
        line_start: String(startLine),
        line_end: endLine + 0.0,
        code_snippet: quote,
        replacement: replacement ?? "None",
      })),
    ),
} satisfies Record<string, (summary: string, findings: SaidFinding[]) => string>;

/** How servers send an answer, other than as OpenAI streams it. */
export const shapes = {
  "plain-json": (content) => ({ content }),
  "part-list": (content) => ({
    content: [
      { type: "thinking", thinking: [{ type: "text", text: "{" }] },
      { type: "text", text: content },
    ],
  }),
  "reasoning-only": (content) => ({ content: "", reasoning_content: content }),
} satisfies Record<string, (content: string) => object>;
