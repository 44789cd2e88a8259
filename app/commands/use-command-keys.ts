import { useEffect } from "react";
import { isComposing } from "../ui/is-composing.ts";
import { isPressed, writes } from "./key-combination.ts";
import type { CommandRegistry } from "./registry.ts";

/**
 * Runs commands by their keys, wherever the focus is but in a dialog, before the editor and the browser act on them. A
 * key that would write something in a field does so, and one that was meant for what is gone does nothing.
 */
export function useCommandKeys(registry: CommandRegistry) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (isComposing(event) || event.repeat) return;
      const { target } = event;
      const element = target instanceof HTMLElement ? target : document.body;
      if (element.closest("[role=dialog], [role=alertdialog], [role=menu]")) return;
      const isTyping =
        element.isContentEditable || element.closest("input, textarea, select, .monaco-editor, [data-takes-keys]");
      for (const { keys = [], run } of registry.listKeyed()) {
        const pressed = keys.find((combination) => isPressed(combination, event));
        if (!pressed || (isTyping && writes(pressed)) || takes(element, pressed)) continue;
        event.preventDefault();
        event.stopPropagation();
        run();
        return;
      }
    }
    addEventListener("keydown", onKeyDown, { capture: true });
    return () => removeEventListener("keydown", onKeyDown, { capture: true });
  }, [registry]);
}

/** Whether what has the focus has a use of its own for a combination. */
const takes = (element: HTMLElement, combination: string) =>
  element.closest<HTMLElement>("[data-own-keys]")?.dataset.ownKeys === combination;
