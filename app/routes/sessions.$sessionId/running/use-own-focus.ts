import { useEffect } from "react";

/**
 * A page that is shown may ask for the focus whenever it likes, and would get what somebody types into their code. It
 * has it when they point into it, or go there by keys; else who had it has it again.
 *
 * Where the frame has a process of its own, this page does not hear of a pointer over it: so a pointer first meets
 * `place`, as long as it has no `data-pointed`, and the frame from then on.
 */
export function useOwnFocus(place: HTMLElement | undefined) {
  useEffect(() => {
    if (!place) return;
    const hasHover = matchMedia("(hover: hover)").matches;
    let before = document.activeElement;
    let isByKey = false;
    place.toggleAttribute("data-pointed", !hasHover);
    const onPointer = ({ target }: PointerEvent) => {
      if (hasHover) place.toggleAttribute("data-pointed", target instanceof Node && place.contains(target));
    };
    const onFocusIn = () => (before = document.activeElement);
    const onKeyDown = ({ key }: KeyboardEvent) => (isByKey = key === "Tab" || key === "F6");
    const giveBack = () => {
      const { activeElement } = document;
      if (!activeElement || !place.contains(activeElement) || isByKey || place.hasAttribute("data-pointed")) return;
      if (before instanceof HTMLElement && before !== activeElement) before.focus();
    };
    // While it moves, the focus would go on to where it was going.
    const onBlur = () => setTimeout(giveBack);
    addEventListener("pointerover", onPointer);
    addEventListener("focusin", onFocusIn);
    addEventListener("keydown", onKeyDown, true);
    addEventListener("blur", onBlur);
    return () => {
      removeEventListener("pointerover", onPointer);
      removeEventListener("focusin", onFocusIn);
      removeEventListener("keydown", onKeyDown, true);
      removeEventListener("blur", onBlur);
    };
  }, [place]);
}
