import { ScanSearch } from "lucide-react";
import type { ReviewSource } from "../../../../protocol/entities.ts";
import { checkedLanguages, languageLabel } from "../../../languages.ts";
import { Button } from "../../../ui/button.tsx";
import { lineWords } from "./line-words.ts";
import type { Reviews } from "./review-context.tsx";

type CodeFile = { id: string; path: string; language: string };
export type AskProps = {
  reviews: Reviews;
  /** Null where the server has no key. */
  ai: { model: string; host: string } | null;
  /** The one that is open. */
  file: CodeFile | undefined;
  selected: { startLine: number; endLine: number } | undefined;
};

/** The question: what is sent, and to whom. */
export function AskForReview({ reviews, ai, file, selected }: AskProps) {
  const { refusal, isAsking, isRunning } = reviews;
  const isBusy = isAsking || isRunning;
  if (!file) return null;
  const source: ReviewSource = ai ? "model" : "static";
  const ask = (lines?: AskProps["selected"]) => void reviews.ask({ fileId: file.id, ...lines, source });
  const name = selected ? lineWords(selected.startLine, selected.endLine) : file.path;
  const canAsk = ai !== null || checkedLanguages.includes(file.language);
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      {canAsk && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" className="max-w-full" disabled={isBusy} onClick={() => ask(selected)}>
            <ScanSearch size={15} aria-hidden="true" />
            <span className="truncate">{ai ? `Review ${name}` : `Run static checks on ${name}`}</span>
          </Button>
          {selected && (
            <Button size="small" kind="quiet" disabled={isBusy} onClick={() => ask()}>
              Whole file
            </Button>
          )}
        </div>
      )}
      <p className={`text-xs text-ink-7 ${canAsk ? "mt-2" : ""}`}>{explain(ai, file, selected)}</p>
      {refusal && !isBusy && (
        <p role="alert" className="mt-2 rounded bg-amber-tint px-3 py-2 text-amber">
          {refusal.message}
        </p>
      )}
    </div>
  );
}

function explain(ai: AskProps["ai"], file: CodeFile, selected: AskProps["selected"]): string {
  const what = selected ? `Only these lines of ${file.path}` : `All of ${file.path}`;
  if (ai)
    return `${what} and the file's name are sent to ${ai.model} at ${ai.host}. Everybody here sees what it finds.`;
  if (checkedLanguages.includes(file.language))
    return "AI reviews are off: the server has no OPENAI_API_KEY. Static checks are ESLint's recommended rules; they run on the server, and nothing is sent elsewhere.";
  return `AI reviews are off: the server has no OPENAI_API_KEY. Whoever runs it can set that. Without it there are static checks for JavaScript and TypeScript, not for ${languageLabel(file.language)}.`;
}
