import type { KeyboardEvent, PointerEvent } from "react";
import { direction } from "../../words/locale.ts";
import { within } from "./kept-layout.ts";

const STEP_PX = 16;

type Props = {
  label: string;
  /** Where the splitter stands on what it widens. */
  side: "start" | "end" | "top";
  px: number;
  bounds: { min: number; max: number };
  onPx: (px: number) => void;
  className?: string;
};

/** Where it stands, and how what lies under the pointer is shown. */
const places = {
  start: "inset-y-0 start-0 w-px cursor-col-resize after:inset-y-0 after:-inset-x-1",
  end: "inset-y-0 end-0 w-px cursor-col-resize after:inset-y-0 after:-inset-x-1",
  top: "inset-x-0 top-0 h-px cursor-row-resize after:inset-x-0 after:-inset-y-1",
};

/** The edge of a part of the page: dragged, or moved with the arrows, Home and End, it makes it wider, or higher. */
export function Splitter({ label, side, px, bounds, onPx, className = "" }: Props) {
  const isTop = side === "top";
  const isLeft = (side === "start") === (direction() === "ltr");
  const resize = (to: number) => onPx(within(bounds, Math.round(to)));
  function onPointerMove({ currentTarget, pointerId, clientX, clientY }: PointerEvent<HTMLDivElement>) {
    if (!currentTarget.hasPointerCapture(pointerId)) return;
    const around = currentTarget.parentElement?.getBoundingClientRect();
    if (around) resize(isTop ? around.bottom - clientY : isLeft ? around.right - clientX : clientX - around.left);
  }
  function onKeyDown(event: KeyboardEvent) {
    const larger = isTop ? "ArrowUp" : isLeft ? "ArrowLeft" : "ArrowRight";
    const smaller = isTop ? "ArrowDown" : isLeft ? "ArrowRight" : "ArrowLeft";
    const to = { [larger]: px + STEP_PX, [smaller]: px - STEP_PX, Home: bounds.min, End: bounds.max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    resize(to);
  }
  return (
    <div
      role="separator"
      aria-orientation={isTop ? "horizontal" : "vertical"}
      aria-label={label}
      aria-valuemin={bounds.min}
      aria-valuemax={bounds.max}
      aria-valuenow={px}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      className={`absolute z-10 bg-ink-3 after:absolute hover:bg-ink-6 focus-visible:bg-accent ${places[side]} ${className}`}
    />
  );
}
