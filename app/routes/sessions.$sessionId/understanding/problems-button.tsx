import { CircleX, TriangleAlert } from "lucide-react";
import { understandingWords } from "../../../words/understanding.tsx";
import { usePanel } from "../layout-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { useUnderstanding, useUnderstood } from "./understanding-context.tsx";

/** How many problems there are in all files, once something has looked for them. */
export function ProblemsButton() {
  const errors = useUnderstood(({ problems }) => problems.filter(({ severity }) => severity === "error").length);
  const warnings = useUnderstood(({ problems }) => problems.filter(({ severity }) => severity === "warning").length);
  const isReady = useUnderstood(({ shown }) => shown?.isReady ?? false);
  const { panel, setPanel } = usePanel();
  const openPanel = useOpenPanel();
  if (!isReady && errors + warnings === 0) return null;
  return (
    <button
      id="open-problems"
      type="button"
      aria-pressed={panel === "problems"}
      title={understandingWords.problems}
      onClick={() => (panel === "problems" ? setPanel(undefined) : openPanel("problems"))}
      className="flex h-full items-center gap-1 px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
    >
      <CircleX size={13} aria-hidden="true" className={errors > 0 ? "text-red" : ""} />
      {understandingWords.errors(errors, unseen)}
      <TriangleAlert size={13} aria-hidden="true" className={`ms-1 ${warnings > 0 ? "text-amber" : ""}`} />
      {understandingWords.warnings(warnings, unseen)}
    </button>
  );
}

const unseen = (text: string) => <span className="sr-only">{text}</span>;

/** A quiet line for each language server that has crashed. */
export function StoppedServers({ className }: { className: string }) {
  const { understanding } = useUnderstanding();
  const ended = useUnderstood((state) => state.ended);
  return ended.map(({ name, label }) => (
    <span key={name} className={`flex items-center gap-1 text-ink-7 ${className}`}>
      {understandingWords.stopped(label)}
      <button
        type="button"
        onClick={({ currentTarget }) => {
          // The button goes, and the focus would go with it.
          currentTarget.closest<HTMLElement>(".region")?.focus();
          understanding?.restart(name);
        }}
        className="h-full px-1 text-ink-8 underline hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2"
      >
        {understandingWords.restart}
      </button>
    </span>
  ));
}
