import { type CSSProperties, type MouseEvent, useEffect } from "react";
import { siteWords } from "../words/site.tsx";
import { useLater } from "./later.ts";
import type { Theme } from "./theme.ts";
import { sonner } from "./toast.ts";

/** Where notices are shown. No page is loaded with one, so what shows them is loaded when the page is there. */
export function Notices({ theme }: { theme: Theme }) {
  useEffect(() => {
    const load = () => void sonner.load().catch(() => {});
    load();
    // What was to be shown meanwhile is.
    addEventListener("online", load);
    return () => removeEventListener("online", load);
  }, []);
  const library = useLater(sonner);
  if (!library) return null;
  return (
    <div onClick={giveFocusBack}>
      <library.Toaster
        containerAriaLabel={siteWords.notices}
        position="bottom-center"
        offset={36}
        // On phones the field for a message is at the bottom, and the bar below it.
        mobileOffset={{ bottom: 136 }}
        theme={theme === "high-contrast" ? "dark" : theme === "high-contrast-light" ? "light" : theme}
        style={style}
      />
    </div>
  );
}

/**
 * The focus goes back at the press of a notice's button. The library would do so when the person goes elsewhere, and
 * take it from there: a menu that they open in this moment would close.
 */
function giveFocusBack({ currentTarget }: MouseEvent) {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && currentTarget.contains(focused)) focused.blur();
}

/** In our colours, whatever the theme. */
const style = {
  fontFamily: "var(--font-sans)",
  "--normal-bg": "var(--ink-0)",
  "--normal-border": "var(--ink-4)",
  "--normal-text": "var(--ink-10)",
  "--border-radius": "6px",
} as CSSProperties;
