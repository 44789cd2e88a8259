import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { createRequiredContext } from "./required-context.ts";

export type Panel = "chat" | "people" | "review";
type DialogName = "share" | "deleted-files" | "keys";

/** From this width there is room for the code and a panel beside it. */
const WIDE = "(min-width: 1280px)";
/**
 * A narrow window with a mouse, such as on a laptop at 200 % zoom, is not a phone: it has a real keyboard, and none on
 * the screen that would cover the page.
 */
const PHONE = "(max-width: 767px) and (pointer: coarse)";

type Value = {
  panel: Panel | undefined;
  setPanel: (panel: Panel | undefined) => void;
  dialogs: ReadonlySet<DialogName>;
  setDialogs: (change: (open: ReadonlySet<DialogName>) => ReadonlySet<DialogName>) => void;
  isEditingOnPhone: boolean;
  setIsEditingOnPhone: (isEditing: boolean) => void;
};
const [Provider, useValue] = createRequiredContext<Value>("LayoutProvider");

/** What of the page is open. */
export function LayoutProvider({ children }: { children: ReactNode }) {
  const [panel, setPanel] = useState<Panel>();
  const [dialogs, setDialogs] = useState<ReadonlySet<DialogName>>(new Set());
  const [isEditingOnPhone, setIsEditingOnPhone] = useState(false);
  useEffect(() => {
    // Room for both on a wide screen; anywhere narrower the code comes first.
    if (matchMedia(WIDE).matches) setPanel("chat");
  }, []);
  const value = useMemo(
    () => ({ panel, setPanel, dialogs, setDialogs, isEditingOnPhone, setIsEditingOnPhone }),
    [panel, dialogs, isEditingOnPhone],
  );
  return <Provider value={value}>{children}</Provider>;
}

/** Which panel is open beside the code, if any, and how to open another. */
export function usePanel() {
  const { panel, setPanel } = useValue();
  return { panel, setPanel };
}

/**
 * Whether a dialog is open, and what opens and closes it.
 *
 * @example
 * const share = useDialog("share");
 * <Button onClick={() => share.setOpen(true)}>Share</Button>
 */
export function useDialog(name: DialogName): { isOpen: boolean; setOpen: (isOpen: boolean) => void } {
  const { dialogs, setDialogs } = useValue();
  const setOpen = (isOpen: boolean) =>
    setDialogs((open) => new Set(isOpen ? [...open, name] : [...open].filter((other) => other !== name)));
  return { isOpen: dialogs.has(name), setOpen };
}

/** Whether somebody reads on a phone, where those who may edit start by reading, and what changes that. */
export function useReading() {
  const { isEditingOnPhone, setIsEditingOnPhone } = useValue();
  const isPhone = useIsPhone();
  return {
    isReading: isPhone && !isEditingOnPhone,
    setIsReading: (isReading: boolean) => setIsEditingOnPhone(!isReading),
  };
}

const subscribePhone = (listener: () => void) => {
  const query = matchMedia(PHONE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

/** Whether the page is on a phone: a panel then lies over the code, and a keyboard over half of the page. */
export const useIsPhone = (): boolean =>
  useSyncExternalStore(
    subscribePhone,
    () => matchMedia(PHONE).matches,
    () => false,
  );
