import { CircleX, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { understandingWords } from "../../../words/understanding.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useActiveFile, useFiles } from "../files/files-context.tsx";
import { useIsNarrow, usePanel } from "../layout-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { isUnderstandable } from "./is-understandable.ts";
import { StoppedServers } from "./problems-button.tsx";
import { useUnderstanding, useUnderstood } from "./understanding-context.tsx";
import type { Problem } from "./understanding.client.ts";

const MAX_LISTED = 500;
const rank = { error: 0, warning: 1, info: 2 };

/** What the language servers find in all files, file by file. */
export function Problems() {
  const problems = useUnderstood((state) => state.problems);
  const files = useFiles();
  const openPanel = useOpenPanel();
  const listed = useMemo(
    () =>
      files
        .map((file) => ({ file, those: problems.filter(({ fileId }) => fileId === file.id).sort(byPlace) }))
        .filter(({ those }) => those.length > 0),
    [files, problems],
  );
  let room = MAX_LISTED;
  return (
    <div className="flex min-h-0 grow flex-col">
      <p className="border-b border-ink-3 px-4 py-2 text-xs text-ink-7">
        {understandingWords.ownView}{" "}
        <button type="button" className="text-ink-9 underline" onClick={() => openPanel("review")}>
          {understandingWords.openReview}
        </button>
      </p>
      <StoppedServers className="px-4 pt-3 max-md:min-h-11" />
      {listed.length === 0 && <Nothing />}
      <div className="min-h-0 grow overflow-y-auto overscroll-contain py-1">
        {listed.map(({ file, those }) => {
          const shown = those.slice(0, Math.max(0, room));
          room -= those.length;
          return (
            shown.length > 0 && (
              <section key={file.id} aria-label={file.label}>
                <h3 translate="no" className="truncate px-4 pt-2 pb-1 text-xs text-ink-8">
                  <bdi>{file.label}</bdi> <span className="text-ink-7 tabular-nums">{those.length}</span>
                </h3>
                <ul>
                  {shown.map((problem, nth) => (
                    <Line key={nth} problem={problem} />
                  ))}
                </ul>
              </section>
            )
          );
        })}
        {room < 0 && <p className="px-4 py-2 text-xs text-ink-7">{understandingWords.more(-room)}</p>}
      </div>
    </div>
  );
}

const byPlace = (a: Problem, b: Problem) =>
  rank[a.severity] - rank[b.severity] ||
  a.range.startLineNumber - b.range.startLineNumber ||
  a.range.startColumn - b.range.startColumn;

const icons: Record<Problem["severity"], [LucideIcon, string]> = {
  error: [CircleX, "text-red"],
  warning: [TriangleAlert, "text-amber"],
  info: [Info, "text-ink-7"],
};

function Line({ problem: { fileId, severity, message, source, range } }: { problem: Problem }) {
  const pane = usePane();
  const isNarrow = useIsNarrow();
  const { setPanel } = usePanel();
  const [Icon, color] = icons[severity];
  return (
    <li>
      <button
        type="button"
        onClick={() => {
          // It lies over the code there.
          if (isNarrow) setPanel(undefined);
          pane?.selectRange(fileId, range);
        }}
        className="flex w-full items-start gap-2 px-4 py-1 text-start hover:bg-ink-2 focus-visible:-outline-offset-2 max-md:min-h-11"
      >
        <Icon
          size={14}
          role="img"
          aria-label={understandingWords.kinds[severity]}
          className={`mt-0.5 shrink-0 ${color}`}
        />
        <span className="min-w-0 grow">
          <span dir="ltr" className="wrap-anywhere whitespace-pre-line text-ink-9">
            {message}
          </span>{" "}
          <span className="text-xs text-ink-7 tabular-nums">
            {source && <bdi translate="no">{source} · </bdi>}
            {understandingWords.place(range.startLineNumber, range.startColumn)}
          </span>
        </span>
      </button>
    </li>
  );
}

/** Why nothing is listed, where that is not said already. */
function Nothing() {
  const { isOn } = useUnderstanding();
  const language = useActiveFile()?.language;
  const shown = useUnderstood((state) => state.shown);
  const hasStopped = useUnderstood(({ ended }) => ended.some(({ name }) => name === shown?.name));
  const words = understandingWords;
  if (hasStopped) return null;
  const sentence = !isOn
    ? words.offOnPhone
    : language !== undefined && !isUnderstandable(language)
      ? words.notUnderstood
      : shown && !shown.isReady
        ? words.starting(shown.label)
        : words.none;
  return <p className="p-4 text-ink-7">{sentence}</p>;
}
