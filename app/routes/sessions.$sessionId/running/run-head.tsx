import { Copy, Eraser, RotateCw, Square, X } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { isUnderWay, type Run } from "../../../../protocol/runs.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.ts";
import { formatDate } from "../../../words/formats.ts";
import { runningWords } from "../../../words/running.ts";
import { useOutput } from "../layout-context.tsx";
import { HeadButton } from "./head-button.tsx";
import type { RunLog } from "./run-log.ts";
import { RunStateLabel } from "./run-state.tsx";
import { useRun, useRunning, useRunProblem } from "./running-context.tsx";
import type { Running } from "./running.client.ts";
import { useCodeHash } from "./use-code-hash.ts";

type Props = { running: Running; run: Run };

/** Which run is shown and how it stands, with the way to others. */
export function RunHead({ running, run }: Props) {
  const runs = useRunning((state) => state.runs);
  const isOwn = useRunning(({ own }) => own?.id === run.id);
  const { run: runFile } = useRun();
  const problem = useRunProblem();
  const words = runningWords.buttons;
  const log = running.logOf(run.id);
  async function copy() {
    if (await copyText(log.toText())) toast(runningWords.copied);
    else toast.error(runningWords.notCopied);
  }
  return (
    <HeadLine
      buttons={
        <>
          {isOwn ? (
            <HeadButton label={runningWords.stop} icon={Square} onPress={() => running.stop()} />
          ) : (
            <HeadButton
              label={words.runAgain}
              icon={RotateCw}
              problem={problem}
              onPress={() => runFile(run.kind, run.fileId, run.runner)}
            />
          )}
          <HeadButton label={words.copy} icon={Copy} onPress={() => void copy()} />
          <HeadButton label={words.clear} icon={Eraser} onPress={() => running.clear(run.id)} />
        </>
      }
    >
      <select
        aria-label={runningWords.chooseRun}
        translate="no"
        value={run.id}
        onChange={({ target }) => running.show(target.value)}
        className="select h-7 max-w-72 min-w-0 truncate rounded border border-ink-4 ps-2 text-xs text-ink-9 max-md:h-11 max-md:max-w-full max-md:text-lg"
      >
        {runs.map((each) => (
          <option key={each.id} value={each.id}>
            {nameOf(each)}
          </option>
        ))}
      </select>
      <span data-testid="run-state" className="text-xs text-ink-8 tabular-nums">
        <RunStateLabel run={run} />
      </span>
      <TestCountsLabel log={log} />
      <CodeChanged run={run} />
    </HeadLine>
  );
}

/** The line above the output, also where nothing has run yet. */
export function HeadLine({ children, buttons }: { children?: ReactNode; buttons?: ReactNode }) {
  const { setIsShown } = useOutput();
  return (
    <div className="flex min-h-9 shrink-0 items-center gap-1 border-b border-ink-3 bg-ink-1 px-3 pe-1.5 max-md:flex-wrap max-md:px-2">
      <h2 className="sr-only">{runningWords.title}</h2>
      <div className="flex min-w-0 grow flex-wrap items-center gap-x-3 gap-y-0.5 py-0.5">{children}</div>
      {buttons}
      <HeadButton label={runningWords.buttons.close} icon={X} onPress={() => setIsShown(false)} />
    </div>
  );
}

function TestCountsLabel({ log }: { log: RunLog }) {
  const { tests } = useSyncExternalStore(log.subscribe, log.getShown);
  if (!tests) return null;
  const { passed, failed, skipped } = tests;
  return (
    <span data-testid="test-counts" className="text-xs text-ink-8 tabular-nums">
      {runningWords.testCounts(passed, failed, skipped)}
    </span>
  );
}

function CodeChanged({ run }: { run: Run }) {
  const hash = useCodeHash();
  // What is shown follows the code.
  if (hash === undefined || hash === run.codeHash || (run.runner === "html" && isUnderWay(run.state))) return null;
  return <span className="text-xs text-amber">{runningWords.codeChanged}</span>;
}

function nameOf({ path, userName, createdAt }: Run): string {
  const time = formatDate(new Date(createdAt), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${path} · ${userName} · ${time}`;
}
