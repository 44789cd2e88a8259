/** A finger that moves further than this scrolls. */
const MAX_TAP_PX = 10;

/**
 * Calls `act` with where somebody taps: Monaco sends the events of the mouse alone. Returns what stops it.
 */
export function onTap(element: HTMLElement, act: (x: number, y: number) => void): () => void {
  let from: { x: number; y: number } | undefined;
  const begin = ({ pointerType, clientX, clientY, isPrimary }: PointerEvent) => {
    from = pointerType === "touch" && isPrimary ? { x: clientX, y: clientY } : undefined;
  };
  const end = ({ clientX, clientY }: PointerEvent) => {
    if (from && Math.hypot(clientX - from.x, clientY - from.y) <= MAX_TAP_PX) act(clientX, clientY);
    from = undefined;
  };
  // Before Monaco, which keeps some of them to itself.
  element.addEventListener("pointerdown", begin, { capture: true });
  element.addEventListener("pointerup", end, { capture: true });
  return () => {
    element.removeEventListener("pointerdown", begin, { capture: true });
    element.removeEventListener("pointerup", end, { capture: true });
  };
}
