import { CircleX, TriangleAlert } from "lucide-react";
import { understandingWords } from "../../../words/understanding.tsx";
import { useSpoken } from "../announcer.tsx";
import { usePanel } from "../layout-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { useUnderstanding, useUnderstood } from "./understanding-context.tsx";
import type { ServerName } from "./servers.client.ts";

const look =
  "flex h-full items-center gap-1 px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden";

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
      className={look}
    >
      <CircleX size={13} aria-hidden="true" className={errors > 0 ? "text-red" : ""} />
      {understandingWords.errors(errors, unseen)}
      <TriangleAlert size={13} aria-hidden="true" className={`ms-1 ${warnings > 0 ? "text-amber" : ""}`} />
      {understandingWords.warnings(warnings, unseen)}
    </button>
  );
}

const unseen = (text: string) => <span className="sr-only">{text}</span>;

/** A quiet line where a language server has crashed. */
export function StoppedServers() {
  const ended = useUnderstood((state) => state.ended);
  return ended.map((server) => <StoppedServer key={server.name} {...server} />);
}

function StoppedServer({ name, label }: { name: ServerName; label: string }) {
  const { understanding } = useUnderstanding();
  const words = understandingWords.stopped(label);
  useSpoken(words);
  return (
    <span className="flex h-full items-center gap-1 text-ink-7 max-md:hidden">
      {words}
      <button type="button" onClick={() => understanding?.restart(name)} className={`${look} underline`}>
        {understandingWords.restart}
      </button>
    </span>
  );
}
