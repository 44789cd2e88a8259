import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";

const MIN_PX = 320;
const MAX_PX = 480;
const STEP_PX = 16;

/**
 * The panel beside the code, with a splitter that is dragged or moved with the arrows; over the code on small screens.
 */
export function SidePanel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const [width, setWidth] = useState(360);
  const resize = (to: number) => setWidth(Math.min(MAX_PX, Math.max(MIN_PX, to)));

  function onPointerMove({ currentTarget, pointerId, clientX }: PointerEvent<HTMLDivElement>) {
    if (currentTarget.hasPointerCapture(pointerId)) resize(document.documentElement.clientWidth - clientX);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key];
    if (!step) return;
    event.preventDefault();
    resize(width + step);
  }
  return (
    <aside
      id="side-panel"
      aria-label={title}
      tabIndex={-1}
      style={{ "--panel": `${width}px` } as React.CSSProperties}
      className="relative flex w-(--panel) shrink-0 flex-col bg-ink-0 pl-px outline-none max-lg:pl-0 max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:w-[min(100%,400px)] max-lg:border-l max-lg:border-ink-3 max-lg:shadow-layer max-md:w-full max-md:border-0"
    >
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label="Width of the side panel"
        aria-valuemin={MIN_PX}
        aria-valuemax={MAX_PX}
        aria-valuenow={width}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
        className="absolute inset-y-0 left-0 w-px cursor-col-resize bg-ink-3 after:absolute after:inset-y-0 after:-inset-x-1 hover:bg-accent focus-visible:bg-accent max-lg:hidden"
      />
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-ink-3 pr-1.5 pl-4 max-md:h-11">
        <h2 className="text-sm">{title}</h2>
        <button
          type="button"
          aria-label={`Close ${title.toLowerCase()}`}
          onClick={onClose}
          className="flex size-7 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
        >
          <X size={15} />
        </button>
      </div>
      {children}
    </aside>
  );
}
