import { Check, CircleX, Code, Info, MessageSquare, RotateCcw, TriangleAlert, X } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import type { Finding } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { reviewWords } from "../../../words/review.ts";
import type { Whereabouts } from "./follow-finding.ts";
import type { diffLines } from "../editor/line-diff.ts";
import { ReviewersText } from "./reviewers-text.tsx";
import { shortened } from "./shortened-diff.ts";

const severityStyles = {
  error: { icon: CircleX, tone: "text-red" },
  warning: { icon: TriangleAlert, tone: "text-amber" },
  info: { icon: Info, tone: "text-ink-8" },
};

export type FindingActions = {
  onSelect: (finding: Finding) => void;
  /** Beneath the panel, on a phone. */
  onShowCode: (finding: Finding) => void;
  onApply: (finding: Finding) => void;
  onDismiss: (finding: Finding) => void;
  onReopen: (finding: Finding) => void;
  onDiscuss: (finding: Finding) => void;
};

type Props = {
  finding: Finding;
  path: string;
  where: Whereabouts | undefined;
  isSelected: boolean;
  mayEdit: boolean;
  mayDiscuss: boolean;
  /** Compares two texts; undefined until it is loaded. */
  compare: typeof diffLines | undefined;
  actions: FindingActions;
};

/** One finding: a line to click while it is closed; once it is selected, the reason and what can be done. */
export function FindingCard({ finding, path, where, isSelected, compare, ...rest }: Props) {
  const { severity, title, message, replacement, state } = finding;
  const { icon: Icon, tone } = severityStyles[severity];
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) card.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  const isOver = state !== "open" || where?.state === "gone";
  return (
    <li
      ref={card}
      data-finding={finding.id}
      data-state={stateOf(finding, where)}
      className={`border-b border-ink-3 ${isSelected ? "bg-ink-1" : ""}`}
    >
      <button
        type="button"
        aria-expanded={isSelected}
        onClick={() => rest.actions.onSelect(finding)}
        className="flex w-full items-start gap-2.5 px-4 py-2.5 text-start hover:bg-ink-1 focus-visible:-outline-offset-2 max-md:min-h-11"
      >
        <Icon size={15} aria-hidden="true" className={`mt-0.5 shrink-0 ${isOver ? "text-ink-6" : tone}`} />
        <span className="min-w-0 grow">
          <span className="sr-only">{`${reviewWords.finding.severities[severity]} `}</span>
          <span
            dir="auto"
            className={`block font-semibold break-words ${isOver ? "text-ink-7" : "text-ink-10"} ${state === "dismissed" || where?.state === "gone" ? "line-through" : ""}`}
          >
            <ReviewersText text={title} />
          </span>
          <span className="flex flex-wrap gap-x-2 text-xs text-ink-7 tabular-nums">
            {placeOf(finding, path, where)}
            <StateLabel finding={finding} where={where} />
          </span>
        </span>
      </button>
      {isSelected && (
        <div className="ps-[41px] pe-4 pb-3">
          {message && (
            <p dir="auto" className="break-words whitespace-pre-wrap text-ink-9">
              <ReviewersText text={message} />
            </p>
          )}
          {replacement !== null && compare && <Diff before={finding.quote} after={replacement} compare={compare} />}
          <Actions finding={finding} where={where} {...rest} />
        </div>
      )}
    </li>
  );
}

/** What marks, labels and buttons depend on. */
export function stateOf(
  { state }: Finding,
  where: Whereabouts | undefined,
): "open" | "changed" | "gone" | "applied" | "dismissed" {
  if (state !== "open") return state;
  return where?.state === "changed" || where?.state === "gone" ? where.state : "open";
}

export function placeOf(
  finding: Pick<Finding, "startLine" | "endLine">,
  path: string,
  where: Whereabouts | undefined,
): string {
  const { startLine, endLine } = where && where.state !== "gone" ? where : finding;
  return reviewWords.place(path, startLine, endLine);
}

function StateLabel({ finding, where }: Pick<Props, "finding" | "where">) {
  const by = finding.claimedBy;
  const words = reviewWords.finding;
  const label = {
    open: "",
    changed: words.changed,
    gone: words.gone,
    applied: by ? words.appliedBy(by) : words.applied,
    dismissed: by ? words.dismissedBy(by) : words.dismissed,
  }[stateOf(finding, where)];
  if (!label) return null;
  const isGood = finding.state === "applied";
  return (
    <span className={`flex items-center gap-1 ${isGood ? "text-green" : "text-ink-7"}`}>
      {isGood && <Check size={12} aria-hidden="true" />}
      {label}
    </span>
  );
}

type DiffProps = { before: string; after: string; compare: typeof diffLines };

function Diff({ before, after, compare }: DiffProps) {
  const styles = {
    same: ["", "text-ink-8"],
    removed: ["−", "bg-red-tint text-red"],
    added: ["+", "bg-green-tint text-green"],
  } as const;
  const words = reviewWords.finding;
  const spoken = { same: "", removed: `${words.removed} `, added: `${words.added} ` };
  const { shown, more } = useMemo(() => shortened(compare(before, after)), [compare, before, after]);
  return (
    <div
      role="group"
      aria-label={words.suggestion}
      className="mt-2 rounded border border-ink-3 bg-ink-0 py-1 font-mono text-xs leading-4.5"
    >
      {shown.map(({ kind, text }, nth) => (
        <div key={nth} dir="ltr" className={`flex ${styles[kind][1]}`}>
          <span aria-hidden="true" className="w-5 shrink-0 text-center select-none">
            {styles[kind][0]}
          </span>
          <span className="min-w-0 pe-3 break-words whitespace-pre-wrap">
            <span className="sr-only">{spoken[kind]}</span>
            <span translate="no">{text || " "}</span>
          </span>
        </div>
      ))}
      {more > 0 && <p className="px-2 pt-1 font-sans text-ink-7">{words.moreLines(more)}</p>}
    </div>
  );
}

type ActionsProps = Omit<Props, "path" | "isSelected" | "compare">;

function Actions({ finding, where, mayEdit, mayDiscuss, actions }: ActionsProps) {
  const state = stateOf(finding, where);
  const words = reviewWords.finding;
  const isUndone = state === "applied" && where?.state === "same";
  return (
    <>
      {state === "changed" && (
        <p className="mt-2 text-ink-7">{finding.replacement === null ? words.editedSince : words.noLongerFits}</p>
      )}
      {isUndone && <p className="mt-2 text-ink-7">{words.undone}</p>}
      <div className="mt-2.5 flex flex-wrap gap-2">
        {mayEdit && state === "open" && finding.replacement !== null && (
          <Button size="small" onClick={() => actions.onApply(finding)}>
            <Check size={14} aria-hidden="true" /> {words.apply}
          </Button>
        )}
        {mayEdit && (state === "open" || state === "changed") && (
          <Button size="small" onClick={() => actions.onDismiss(finding)}>
            <X size={14} aria-hidden="true" /> {words.dismiss}
          </Button>
        )}
        {mayEdit && (state === "dismissed" || isUndone) && (
          <Button size="small" onClick={() => actions.onReopen(finding)}>
            <RotateCcw size={14} aria-hidden="true" /> {words.restore}
          </Button>
        )}
        {state !== "gone" && (
          <Button size="small" kind="quiet" className="h-11 md:hidden" onClick={() => actions.onShowCode(finding)}>
            <Code size={14} aria-hidden="true" /> {words.show}
          </Button>
        )}
        {mayDiscuss && (
          <Button size="small" kind="quiet" onClick={() => actions.onDiscuss(finding)}>
            <MessageSquare size={14} aria-hidden="true" /> {words.discuss}
          </Button>
        )}
      </div>
    </>
  );
}
