import { LoaderCircle, ScanSearch } from "lucide-react";
import { useId } from "react";
import type { Finding, Review, ReviewSource } from "../../../../protocol/entities.ts";
import { checkedLanguages, languageLabel } from "../../../languages.ts";
import { reviewProblemTexts } from "../../../review-problems.ts";
import { Button } from "../../../ui/button.tsx";
import { Ago } from "../../../ui/time.tsx";
import { FindingCard } from "./finding-card.tsx";
import type { Whereabouts } from "./follow-finding.ts";
import type { Reviews } from "./review-context.tsx";

export type FindingActions = {
  onSelect: (finding: Finding) => void;
  /** Beneath the panel, on a phone. */
  onShowCode: (finding: Finding) => void;
  onApply: (finding: Finding) => void;
  onDismiss: (finding: Finding) => void;
  onReopen: (finding: Finding) => void;
  onDiscuss: (finding: Finding) => void;
};

type OpenFile = { id: string; path: string; language: string };
type Props = {
  reviews: Reviews;
  /** Null where the server has no key. */
  ai: { model: string; host: string } | null;
  file: OpenFile | undefined;
  selected: { startLine: number; endLine: number } | undefined;
  pathOf: (fileId: string) => string | undefined;
  whereabouts: ReadonlyMap<string, Whereabouts>;
  selectedFinding: string | undefined;
  mayEdit: boolean;
  /** Why nothing can be reviewed or settled here any more. */
  closed: string | undefined;
  actions: FindingActions;
};

export function ReviewPanel({
  reviews,
  ai,
  file,
  selected,
  pathOf,
  whereabouts,
  selectedFinding,
  mayEdit,
  closed,
  actions,
}: Props) {
  const { shown, news, findings } = reviews;
  return (
    <div className="min-h-0 grow overflow-y-auto overscroll-contain">
      {mayEdit ? (
        <Ask reviews={reviews} ai={ai} file={file} selected={selected} />
      ) : (
        <p className="border-b border-ink-3 px-4 py-3 text-ink-7">
          {closed
            ? `${closed} What was found stays here to read.`
            : "People who can edit this session can ask for a review. What it finds is shown here to everybody."}
        </p>
      )}
      {news && <News reviews={reviews} review={news} mayEdit={mayEdit} />}
      {shown ? (
        <>
          <ReviewHead reviews={reviews} review={shown} mayEdit={mayEdit} closed={closed} />
          <ul aria-label="Findings">
            {findings.map((finding) => (
              <FindingCard
                key={finding.id}
                finding={finding}
                path={pathOf(finding.fileId) ?? shown.path}
                where={whereabouts.get(finding.id)}
                isSelected={finding.id === selectedFinding}
                mayEdit={mayEdit}
                onSelect={() => actions.onSelect(finding)}
                onShowCode={() => actions.onShowCode(finding)}
                onApply={() => actions.onApply(finding)}
                onDismiss={() => actions.onDismiss(finding)}
                onReopen={() => actions.onReopen(finding)}
                onDiscuss={closed ? undefined : () => actions.onDiscuss(finding)}
              />
            ))}
          </ul>
        </>
      ) : (
        <p className="px-6 pt-8 text-center text-ink-7">
          No review yet.
          <br />
          What one finds is marked in the code, for everybody here.
        </p>
      )}
    </div>
  );
}

/** The question: what is sent, and to whom. */
function Ask({ reviews, ai, file, selected }: Pick<Props, "reviews" | "ai" | "file" | "selected">) {
  const { refusal, isAsking, isRunning } = reviews;
  const isBusy = isAsking || isRunning;
  if (!file) return null;
  const source: ReviewSource = ai ? "model" : "static";
  const ask = (lines?: Props["selected"]) => void reviews.ask({ fileId: file.id, ...lines, source });
  const name = selected ? linesWords(selected.startLine, selected.endLine) : file.path;
  const canAsk = ai !== null || checkedLanguages.includes(file.language);
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      {canAsk && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" className="max-w-full max-md:h-11" disabled={isBusy} onClick={() => ask(selected)}>
            <ScanSearch size={15} aria-hidden="true" />
            <span className="truncate">{ai ? `Review ${name}` : `Static checks of ${name}`}</span>
          </Button>
          {selected && (
            <Button size="small" kind="quiet" className="max-md:h-11" disabled={isBusy} onClick={() => ask()}>
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

function explain(ai: Props["ai"], file: OpenFile, selected: Props["selected"]): string {
  const what = selected ? `Only these lines of ${file.path}` : `All of ${file.path}`;
  if (ai)
    return `${what} and the file's name are sent to ${ai.model} at ${ai.host}. Everybody here sees what it finds.`;
  if (checkedLanguages.includes(file.language))
    return "AI reviews are off: the server has no OPENAI_API_KEY. Static checks are ESLint's recommended rules; they run on the server, and nothing is sent elsewhere.";
  return `AI reviews are off: the server has no OPENAI_API_KEY. Whoever runs it can set that. Without it there are static checks for JavaScript and TypeScript, not for ${languageLabel(file.language)}.`;
}

const linesWords = (start: number, end: number) => (start === end ? `line ${start}` : `lines ${start}–${end}`);

/** A review that has nothing to show yet, or never had: what the one before found stays below it. */
function News({ reviews, review, mayEdit }: Pick<Props, "reviews" | "mayEdit"> & { review: Review }) {
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      <ReviewTitle review={review} />
      <Outcome reviews={reviews} review={review} mayEdit={mayEdit} />
      <p className="mt-2 text-xs text-ink-7">
        {review.state === "running"
          ? "Until it finds something, the review before it is shown:"
          : "What was found before stays:"}
      </p>
    </div>
  );
}

function ReviewTitle({ review }: { review: Review }) {
  const { source, model, path, startLine, endLine } = review;
  return (
    <>
      <h3 className="truncate text-[13px]">
        {path}
        {startLine !== null && endLine !== null && (
          <span className="font-normal text-ink-7"> {linesWords(startLine, endLine)}</span>
        )}
      </h3>
      <p className="text-xs text-ink-7 tabular-nums">
        {source === "static" ? "Static checks (ESLint)" : model} · {review.userName} · <Ago iso={review.createdAt} />
        {review.tokensUsed > 0 && ` · ${review.tokensUsed.toLocaleString("en")} tokens`}
      </p>
    </>
  );
}

function ReviewHead({
  reviews,
  review,
  mayEdit,
  closed,
}: Pick<Props, "reviews" | "mayEdit" | "closed"> & { review: Review }) {
  const others = useId();
  return (
    <div className="border-b border-ink-3 px-4 py-3">
      {reviews.reviews.length > 1 && !closed && (
        <div className="mb-2 flex items-center gap-2">
          <label htmlFor={others} className="shrink-0 text-xs text-ink-7">
            Shown
          </label>
          <select
            id={others}
            value={review.id}
            onChange={({ target }) => void reviews.open(target.value)}
            className="select h-7 min-w-0 grow truncate rounded border border-ink-4 pl-2 text-xs text-ink-9 max-md:h-11 max-md:text-base"
          >
            {reviews.reviews.map((each, nth) => (
              <option key={each.id} value={each.id}>
                {nth === 0 ? "Latest: " : ""}
                {each.path} · {each.userName} ·{" "}
                {new Date(each.createdAt).toLocaleTimeString("en", {
                  hour: "2-digit",
                  minute: "2-digit",
                  hourCycle: "h23",
                })}
              </option>
            ))}
          </select>
        </div>
      )}
      <ReviewTitle review={review} />
      {!reviews.news && <Outcome reviews={reviews} review={review} mayEdit={mayEdit} />}
      {reviews.news && review.state === "done" && <Summary reviews={reviews} review={review} />}
    </div>
  );
}

/** What a review says as a whole, and whether it said more than can be shown. */
function Summary({ reviews, review }: Pick<Props, "reviews"> & { review: Review }) {
  const { summary, unplaced, source } = review;
  const nothing = reviews.findings.length === 0 && unplaced === 0 && source === "model" ? "Nothing was found." : "";
  const text = [summary, nothing].filter(Boolean).join(" ");
  return (
    <>
      {text && <p className="mt-2 break-words whitespace-pre-wrap text-ink-9">{text}</p>}
      <Unplaced count={unplaced} />
    </>
  );
}

function Unplaced({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <p className="mt-2 text-amber">{`${count} ${count === 1 ? "remark" : "remarks"} could not be placed in the code. Another review may place ${count === 1 ? "it" : "them"}.`}</p>
  );
}

function Outcome({ reviews, review, mayEdit }: Pick<Props, "reviews" | "mayEdit"> & { review: Review }) {
  const { state, problem, unplaced, fileId, startLine, endLine, source } = review;
  if (state === "running") {
    return (
      <div className="mt-2 flex items-center justify-between gap-2">
        <p role="status" className="flex items-center gap-2 text-ink-9">
          <LoaderCircle size={15} aria-hidden="true" className="animate-spin text-ink-7" /> Reading the code…
        </p>
        {mayEdit && (
          <Button size="small" className="max-md:h-11" onClick={() => void reviews.cancel(review.id)}>
            Cancel
          </Button>
        )}
      </div>
    );
  }
  if (state === "done") return <Summary reviews={reviews} review={review} />;
  return (
    <>
      <div
        className={`mt-2 rounded px-3 py-2 ${state === "failed" ? "bg-red-tint text-red" : "bg-ink-2 text-ink-8"}`}
        role={state === "failed" ? "alert" : "status"}
      >
        <p>
          {state === "failed"
            ? problem
              ? reviewProblemTexts[problem].text
              : "The review failed."
            : "This review was cancelled."}
        </p>
        {mayEdit && review.id === reviews.reviews[0]?.id && (
          <Button
            size="small"
            className="mt-2 max-md:h-11"
            onClick={() =>
              void reviews.ask({
                fileId,
                source,
                ...(startLine !== null && endLine !== null && { startLine, endLine }),
              })
            }
          >
            Try again
          </Button>
        )}
      </div>
      <Unplaced count={unplaced} />
    </>
  );
}
