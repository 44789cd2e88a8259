import { ScanSearch } from "lucide-react";
import type { ReviewSource } from "../../../../protocol/entities.ts";
import { checkedLanguages, languageLabel } from "../../../languages.ts";
import { Button } from "../../../ui/button.tsx";
import { reviewWords } from "../../../words/review.ts";
import { useSpoken } from "../announcer.tsx";
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
  const problem = isBusy ? undefined : refusal?.message;
  useSpoken(problem);
  if (!file) return null;
  const source: ReviewSource = ai ? "model" : "static";
  const ask = (lines?: AskProps["selected"]) => void reviews.ask({ fileId: file.id, ...lines, source });
  const canAsk = ai !== null || checkedLanguages.includes(file.language);
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      {canAsk && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" className="max-w-full" disabled={isBusy} onClick={() => ask(selected)}>
            <ScanSearch size={15} aria-hidden="true" />
            <span className="truncate">{question(ai, file, selected)}</span>
          </Button>
          {selected && (
            <Button size="small" kind="quiet" disabled={isBusy} onClick={() => ask()}>
              {reviewWords.ask.wholeFile}
            </Button>
          )}
        </div>
      )}
      <p className={`text-xs text-ink-7 ${canAsk ? "mt-2" : ""}`}>{explain(ai, file, selected)}</p>
      {problem && <p className="mt-2 rounded bg-amber-tint px-3 py-2 text-amber">{problem}</p>}
    </div>
  );
}

function question(ai: AskProps["ai"], { path }: CodeFile, selected: AskProps["selected"]): string {
  const words = reviewWords.ask;
  if (!selected) return ai ? words.reviewFile(path) : words.checkFile(path);
  const { startLine, endLine } = selected;
  return ai ? words.reviewLines(startLine, endLine) : words.checkLines(startLine, endLine);
}

function explain(ai: AskProps["ai"], { path, language }: CodeFile, selected: AskProps["selected"]): string {
  const words = reviewWords.ask;
  if (ai) return selected ? words.sendsLines(path, ai.model, ai.host) : words.sendsFile(path, ai.model, ai.host);
  return checkedLanguages.includes(language) ? words.checksOnly : words.noChecks(languageLabel(language));
}
