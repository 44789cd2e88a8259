import { X } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { isComposing } from "../../ui/is-composing.ts";
import { useFollowing } from "./editor/editor-context.tsx";
import { PANEL_PX } from "./kept-layout.ts";
import { useWidths } from "./layout-context.tsx";
import { Splitter } from "./splitter.tsx";

type Props = {
  title: string;
  /** Called when it goes and the focus is in it. */
  giveFocusBack: () => void;
  /** Shown only where the screen is wide, until that is known. */
  isTentative: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** The panel beside the code; over the code on small screens, and on phones in its place: the bar below says which. */
export function SidePanel({ title, giveFocusBack, isTentative, onClose, children }: Props) {
  const { panelPx, setPanelPx } = useWidths();
  const { followed } = useFollowing();
  const element = useRef<HTMLElement>(null);
  const latest = useRef(giveFocusBack);
  useLayoutEffect(() => {
    latest.current = giveFocusBack;
  });
  useLayoutEffect(() => {
    const panel = element.current;
    return () => {
      // It is about to go, and the focus with it, if it is in there.
      if (panel?.contains(document.activeElement)) queueMicrotask(() => latest.current());
    };
  }, []);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented || isComposing(event.nativeEvent)) return;
    // Following somebody is on top of it, and ends first.
    if (followed) return;
    event.preventDefault();
    onClose();
  }
  return (
    <aside
      ref={element}
      id="side-panel"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      style={{ "--panel": `${panelPx}px` } as CSSProperties}
      className={`region relative flex w-(--panel) shrink-0 flex-col bg-ink-0 pl-px max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-20 max-lg:w-[min(100%,400px)] max-lg:border-l max-lg:border-ink-3 max-lg:pl-0 max-lg:shadow-layer max-md:w-full max-md:border-0 max-md:shadow-none ${isTentative ? "max-xl:hidden" : ""}`}
    >
      <Splitter
        label="Width of the side panel"
        side="left"
        px={panelPx}
        bounds={PANEL_PX}
        onPx={setPanelPx}
        className="max-lg:hidden"
      />
      <div className="flex h-9 shrink-0 items-center justify-between border-b border-ink-3 pr-1.5 pl-4 max-md:h-0 max-md:border-0">
        <h2 className="text-sm max-md:sr-only">{title}</h2>
        <button
          type="button"
          aria-label={`Close ${title.toLowerCase()}`}
          onClick={onClose}
          className="flex size-7 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:hidden"
        >
          <X size={15} />
        </button>
      </div>
      {children}
    </aside>
  );
}
