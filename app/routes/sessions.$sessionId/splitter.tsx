import type { KeyboardEvent, PointerEvent } from "react";
import { direction } from "../../words/locale.ts";
import { within } from "./kept-layout.ts";

const STEP_PX = 16;

type Props = {
  label: string;
  /** Where the splitter stands on what it widens. */
  side: "start" | "end";
  px: number;
  bounds: { min: number; max: number };
  onPx: (px: number) => void;
  className?: string;
};

/** The edge of a part of the page: dragged, or moved with the arrows, Home and End, it makes it wider. */
export function Splitter({ label, side, px, bounds, onPx, className = "" }: Props) {
  const isLeft = (side === "start") === (direction() === "ltr");
  const resize = (to: number) => onPx(within(bounds, Math.round(to)));
  function onPointerMove({ currentTarget, pointerId, clientX }: PointerEvent<HTMLDivElement>) {
    if (!currentTarget.hasPointerCapture(pointerId)) return;
    resize(isLeft ? document.documentElement.clientWidth - clientX : clientX);
  }
  function onKeyDown(event: KeyboardEvent) {
    const wider = isLeft ? "ArrowLeft" : "ArrowRight";
    const narrower = isLeft ? "ArrowRight" : "ArrowLeft";
    const to = { [wider]: px + STEP_PX, [narrower]: px - STEP_PX, Home: bounds.min, End: bounds.max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    resize(to);
  }
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      aria-valuenow={px}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      className={`absolute inset-y-0 z-10 w-px cursor-col-resize bg-ink-3 after:absolute after:inset-y-0 after:-inset-x-1 hover:bg-ink-6 focus-visible:bg-accent ${side === "start" ? "start-0" : "end-0"} ${className}`}
    />
  );
}
