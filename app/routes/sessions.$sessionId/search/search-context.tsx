import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { usePane } from "../editor/editor-context.tsx";
import { useIsPhone, usePanel } from "../layout-context.tsx";
import { createRequiredContext } from "../required-context.ts";
import { escapeRegExp } from "./escape-reg-exp.ts";
import type { Query } from "./query.ts";

/** What stands in the panel's fields, for as long as the page is open. */
export type SearchFields = Query & {
  replacement: string;
  /** The field for the replacement is shown. */
  isReplacing: boolean;
};

type Value = {
  fields: SearchFields;
  change: (changed: Partial<SearchFields>) => void;
  /** How often somebody asked for the search: its field takes the focus each time. */
  asked: number;
  /** Opens the panel, with what is selected in the code as the words to look for. */
  open: (options?: { isReplacing?: boolean }) => void;
  /** Gives the focus back to where it was when the panel was opened. */
  giveFocusBack: () => void;
};
const [Provider, useValue] = createRequiredContext<Value>("SearchProvider");

const nothing: SearchFields = {
  text: "",
  isCaseSensitive: false,
  isWholeWord: false,
  isRegExp: false,
  replacement: "",
  isReplacing: false,
};

/** Knows what is looked for in all files; the search itself is loaded with its panel. */
export function SearchProvider({ children }: { children: ReactNode }) {
  const [fields, setFields] = useState(nothing);
  const [asked, setAsked] = useState(0);
  /** Monaco has another element for the focus with each file that it shows. */
  const opener = useRef<Element | "code" | null>(null);
  const pane = usePane();
  const isPhone = useIsPhone();
  const { setPanel } = usePanel();

  const change = useCallback((changed: Partial<SearchFields>) => setFields((known) => ({ ...known, ...changed })), []);
  const open = useCallback(
    ({ isReplacing }: { isReplacing?: boolean } = {}) => {
      const words = pane?.selectedWords;
      const { activeElement } = document;
      if (!document.getElementById("side-panel")?.contains(activeElement))
        opener.current = activeElement?.closest(".monaco-editor") ? "code" : activeElement;
      setFields((known) => ({
        ...known,
        ...(words !== undefined && { text: known.isRegExp ? escapeRegExp(words) : words }),
        ...(isReplacing !== undefined && { isReplacing }),
      }));
      setAsked((times) => times + 1);
      setPanel("search");
    },
    [pane, setPanel],
  );
  const giveFocusBack = useCallback(() => {
    const before = opener.current;
    opener.current = null;
    if (before === "code" && !isPhone) return pane?.focus();
    const places = [before, ...["open-search", "open-more"].map((id) => document.getElementById(id))];
    const place = places.find(
      (each) => each instanceof HTMLElement && each !== document.body && each.checkVisibility(),
    );
    if (place instanceof HTMLElement) place.focus();
  }, [pane, isPhone]);

  const value = useMemo(
    () => ({ fields, change, asked, open, giveFocusBack }),
    [fields, change, asked, open, giveFocusBack],
  );
  return <Provider value={value}>{children}</Provider>;
}

export const useSearchFields = (): Pick<Value, "fields" | "change" | "asked"> => useValue();
export const useOpenSearch = (): Value["open"] => useValue().open;
export const useGiveFocusBack = (): Value["giveFocusBack"] => useValue().giveFocusBack;
