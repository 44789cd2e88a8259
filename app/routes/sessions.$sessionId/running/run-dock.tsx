import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { later } from "../../../ui/later.ts";
import { laterPanel } from "../../../ui/later-parts.tsx";
import { isComposing } from "../../../ui/is-composing.ts";
import { runningWords } from "../../../words/running.ts";
import { useFollowing, usePane } from "../editor/editor-context.tsx";
import { OUTPUT_PX } from "../kept-layout.ts";
import { useOutput } from "../layout-context.tsx";
import { PanelBoundary } from "../panel-boundary.tsx";
import { Splitter } from "../splitter.tsx";

const script = later(() => import("./run-panel.client.tsx"));
const RunPanel = laterPanel(script, (module) => module.RunPanel);

/** Of the room that the code and this have together. */
const MAX_SHARE = 0.7;

/** The output of runs, below the code; on phones in its place. */
export function RunDock() {
  return useOutput().isShown ? <Dock /> : null;
}

function Dock() {
  const { isTentative, px, setPx } = useOutput();
  const { followed } = useFollowing();
  const pane = usePane();
  const element = useRef<HTMLElement>(null);
  const maxPx = useMaxPx(element);
  const latest = useRef(pane);
  useLayoutEffect(() => {
    latest.current = pane;
  });
  useLayoutEffect(() => {
    const { current } = element;
    return () => {
      // It is about to go, and the focus with it, if it is in there.
      if (current?.contains(document.activeElement)) queueMicrotask(() => latest.current?.focus());
    };
  }, []);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented || isComposing(event.nativeEvent)) return;
    // Following somebody is on top of it, and ends first.
    if (followed || !pane) return;
    event.preventDefault();
    pane.focus();
  }
  return (
    <section
      ref={element}
      id="output"
      aria-label={runningWords.title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      style={{ "--output": `${px}px`, "--most": `${MAX_SHARE * 100}%` } as CSSProperties}
      className={`region relative flex h-[min(var(--output),var(--most))] min-h-30 shrink-0 flex-col bg-ink-0 pt-px max-md:absolute max-md:inset-0 max-md:z-20 max-md:h-auto max-md:pt-0 ${isTentative ? "max-md:hidden" : ""}`}
    >
      <Splitter
        label={runningWords.height}
        side="top"
        px={Math.min(px, maxPx)}
        bounds={{ ...OUTPUT_PX, max: maxPx }}
        onPx={setPx}
        className="max-md:hidden"
      />
      <PanelBoundary part="panel">
        <RunPanel />
      </PanelBoundary>
    </section>
  );
}

/** How high it may be, in the window as it is. */
function useMaxPx(element: { current: HTMLElement | null }): number {
  const [maxPx, setMaxPx] = useState(OUTPUT_PX.max);
  useLayoutEffect(() => {
    const column = element.current?.parentElement;
    if (!column) return;
    const observer = new ResizeObserver(() =>
      setMaxPx(Math.max(OUTPUT_PX.min, Math.round(column.clientHeight * MAX_SHARE))),
    );
    observer.observe(column);
    return () => observer.disconnect();
  }, [element]);
  return maxPx;
}
