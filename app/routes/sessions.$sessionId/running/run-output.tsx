import { ArrowDown } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "../../../ui/button.tsx";
import { runningWords } from "../../../words/running.ts";
import type { diffLines } from "../editor/line-diff.ts";
import type { FilePaths } from "./links.ts";
import { OutputBlock } from "./output-block.tsx";
import type { Place } from "./output-line.tsx";
import type { RunLog } from "./run-log.ts";
import { useEndInView } from "./use-end-in-view.ts";

type Props = {
  runId: string;
  log: RunLog;
  paths: FilePaths;
  onPlace: (place: Place) => void;
  compare: typeof diffLines | undefined;
};

/** What a run has written, as text. It is not read out while it comes: the announcer says how the run ended. */
export function RunOutput({ runId, log, paths, onPlace, compare }: Props) {
  const { blocks, dropped } = useSyncExternalStore(log.subscribe, log.getShown);
  const { list, content, isAtEnd, toEnd, scrolling } = useEndInView(runId);
  return (
    <div className="relative min-h-0 grow">
      <div
        ref={list}
        role="log"
        aria-live="off"
        aria-label={runningWords.title}
        tabIndex={0}
        {...scrolling}
        className="absolute inset-0 overflow-y-auto overscroll-contain px-3 py-2 focus-visible:-outline-offset-2"
      >
        <div
          ref={content}
          dir="ltr"
          translate="no"
          data-testid="run-output"
          className="font-mono text-xs leading-4.5 wrap-anywhere whitespace-pre-wrap text-ink-9"
        >
          {dropped > 0 && <p className="font-sans text-ink-7">{runningWords.dropped(dropped)}</p>}
          {blocks.length === 0 && <p className="font-sans text-ink-7">{runningWords.noOutput}</p>}
          {blocks.map((block) => (
            <OutputBlock key={block.id} block={block} paths={paths} onPlace={onPlace} compare={compare} />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <Button size="small" onClick={toEnd} className="absolute end-4 bottom-2 shadow-layer">
          <ArrowDown size={14} aria-hidden="true" /> {runningWords.buttons.toEnd}
        </Button>
      )}
    </div>
  );
}
