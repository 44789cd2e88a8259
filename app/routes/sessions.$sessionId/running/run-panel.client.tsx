import { useCallback, useEffect, useMemo, useRef } from "react";
import { keyLabel } from "../../../commands/key-combination.ts";
import { runningWords } from "../../../words/running.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useFiles } from "../files/files-context.tsx";
import { useIsNarrow, useIsPhone, useOutput } from "../layout-context.tsx";
import type { Place } from "./output-line.tsx";
import { HeadLine, RunHead } from "./run-head.tsx";
import { RunInput } from "./run-input.tsx";
import { RunOutput } from "./run-output.tsx";
import { RUN_KEYS, useRun, useRunning, useShownRun } from "./running-context.tsx";

/** The shown run: what it is, what it writes, and a line for what it asks. */
export function RunPanel() {
  const { running } = useRun();
  const run = useShownRun();
  const files = useFiles();
  const compare = useCollab()?.tools.diffLines;
  const isWaiting = useRunning(({ own, shownId }) => own !== undefined && own.id === shownId && own.isWaiting);
  const paths = useMemo(() => new Map(files.map(({ path, id }) => [path, id])), [files]);
  const onPlace = useShowPlace();
  if (!running || !run)
    return (
      <>
        <HeadLine />
        <p className="p-4 text-ink-7">
          {runningWords.nothingYet(keyLabel(RUN_KEYS))} {runningWords.runsHere}
        </p>
      </>
    );
  return (
    <>
      <RunHead running={running} run={run} />
      <RunOutput runId={run.id} log={running.logOf(run.id)} paths={paths} onPlace={onPlace} compare={compare} />
      {isWaiting && <RunInput onAnswer={(line) => running.answer(line)} />}
    </>
  );
}

/** Goes to a line that the output names. The same function always, so that nothing is drawn again for it. */
function useShowPlace(): (place: Place) => void {
  const collab = useCollab();
  const pane = usePane();
  const isNarrow = useIsNarrow();
  const isPhone = useIsPhone();
  const { setIsShown } = useOutput();
  function show({ fileId, line }: Place) {
    const file = collab?.tools.findFile(collab.ydoc, fileId);
    if (!file || !pane) return;
    // The file may have become shorter since.
    const last = file.text.toString().split("\n").length;
    const shownLine = Math.max(1, Math.min(line, last));
    // There it lies over the code.
    if (isNarrow) setIsShown(false);
    pane.revealLines({ fileId, startLine: shownLine, endLine: shownLine });
    // On a phone the keyboard would come up over half of the page.
    if (!isPhone) pane.focus();
  }
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  return useCallback((place) => latest.current(place), []);
}
