import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import { later } from "../../../ui/later.ts";
import { laterPanel } from "../../../ui/later-parts.tsx";
import { runningWords } from "../../../words/running.ts";
import { usePane } from "../editor/editor-context.tsx";
import { PREVIEW_PX } from "../kept-layout.ts";
import { usePreviewLayout } from "../layout-context.tsx";
import { PanelBoundary } from "../panel-boundary.tsx";
import { Splitter } from "../splitter.tsx";
import { useShownPage } from "./running-context.tsx";

const script = later(() => import("./preview-pane.client.tsx"));
const PreviewPane = laterPanel(script, (module) => module.PreviewPane);

/** Of the room that the code and this have together. */
const MAX_SHARE = 0.7;

/** The page that this page runs, beside the code; on phones in its place. */
export function PreviewDock() {
  return useShownPage() ? <Dock /> : null;
}

function Dock() {
  const { px, setPx, isAside } = usePreviewLayout();
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
  return (
    <section
      ref={element}
      id="preview"
      aria-label={runningWords.preview.title}
      tabIndex={-1}
      style={{ "--preview": `${px}px`, "--most": `${MAX_SHARE * 100}%` } as CSSProperties}
      className={`region relative flex w-[min(var(--preview),var(--most))] shrink-0 flex-col bg-ink-0 ps-px max-md:absolute max-md:inset-0 max-md:z-20 max-md:w-auto max-md:ps-0 ${isAside ? "invisible" : ""}`}
    >
      <Splitter
        label={runningWords.preview.width}
        side="start"
        px={Math.min(px, maxPx)}
        bounds={{ ...PREVIEW_PX, max: maxPx }}
        onPx={setPx}
        className="max-md:hidden"
      />
      <PanelBoundary part="panel">
        <PreviewPane />
      </PanelBoundary>
    </section>
  );
}

/** How wide it may be, in the window as it is. */
function useMaxPx(element: { current: HTMLElement | null }): number {
  const [maxPx, setMaxPx] = useState(PREVIEW_PX.max);
  useLayoutEffect(() => {
    const row = element.current?.parentElement;
    if (!row) return;
    const observer = new ResizeObserver(() =>
      setMaxPx(Math.max(PREVIEW_PX.min, Math.round(row.clientWidth * MAX_SHARE))),
    );
    observer.observe(row);
    return () => observer.disconnect();
  }, [element]);
  return maxPx;
}
