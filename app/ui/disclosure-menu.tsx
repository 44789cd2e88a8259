import { type ReactNode, useEffect, useRef } from "react";
import { isComposing } from "./is-composing.ts";

type MenuProps = {
  /** What the button shows. */
  children: ReactNode;
  /** What the button is called, where it shows no words. */
  label?: string;
  items: ReactNode;
  className?: string;
};

/** A disclosure of links and buttons. It opens without JavaScript; with it, Escape and a click elsewhere close it. */
export function DisclosureMenu({ children, label, items, className = "" }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = details.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape" || isComposing(event)) return;
        menu.querySelector("summary")?.focus();
      } else if (menu.contains(event.target as Node)) return;
      menu.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);
  const closeAfterChoice = () => setTimeout(() => details.current && (details.current.open = false));
  return (
    <details ref={details} className="relative">
      <summary
        aria-label={label}
        className={`flex list-none items-center rounded text-ink-8 hover:bg-ink-2 hover:text-ink-10 [&::-webkit-details-marker]:hidden ${className}`}
      >
        {children}
      </summary>
      <div
        onClick={closeAfterChoice}
        className="absolute top-full end-0 z-20 mt-1 w-60 rounded border border-ink-4 bg-ink-0 p-1 shadow-layer"
      >
        {items}
      </div>
    </details>
  );
}

/** The look of one line in a menu, whether it is a link or a button. */
export const menuItem =
  "flex min-h-9 max-md:min-h-11 w-full items-center gap-2.5 rounded px-2.5 py-1.5 text-start text-sm text-ink-9 hover:bg-ink-2 hover:text-ink-10";
