import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type KeptLayout, keepLayout, type Panel } from "./kept-layout.ts";
import { usePageData } from "./page-data.ts";
import { createRequiredContext } from "./required-context.ts";

type DialogName = "share" | "deleted-files" | "connection";

/** From this width there is room for the code and a panel beside it. */
const WIDE = "(min-width: 1280px)";
/** Below this width the files lie over the code. */
const NARROW = "(max-width: 767px)";
/**
 * A narrow window with a mouse, such as on a laptop at 200 % zoom, is not a phone: it has a real keyboard, and none on
 * the screen that would cover the page.
 */
const PHONE = "(max-width: 767px) and (pointer: coarse)";

type Value = {
  layout: KeptLayout;
  change: (change: Partial<KeptLayout>) => void;
  /** The panel is the one of last time, and whether this page has room for it is not known yet. */
  isPanelTentative: boolean;
  isTreeOver: boolean;
  setIsTreeOver: (isOver: boolean) => void;
  dialogs: ReadonlySet<DialogName>;
  setDialogs: (change: (open: ReadonlySet<DialogName>) => ReadonlySet<DialogName>) => void;
  isEditingOnPhone: boolean;
  setIsEditingOnPhone: (isEditing: boolean) => void;
  isPreviewAside: boolean;
  setIsPreviewAside: (isAside: boolean) => void;
};
const [Provider, useValue] = createRequiredContext<Value>("LayoutProvider");

/** What of the page is open, and how wide. */
export function LayoutProvider({ children }: { children: ReactNode }) {
  const kept = usePageData().layout;
  const [layout, setLayout] = useState<KeptLayout>(kept);
  const [isPanelTentative, setIsPanelTentative] = useState(true);
  const [isTreeOver, setIsTreeOver] = useState(false);
  const [dialogs, setDialogs] = useState<ReadonlySet<DialogName>>(new Set());
  const [isEditingOnPhone, setIsEditingOnPhone] = useState(false);
  const [isPreviewAside, setIsPreviewAside] = useState(false);
  useEffect(() => {
    // Room for both on a wide screen; anywhere narrower the code comes first.
    if (!matchMedia(WIDE).matches) setLayout((known) => ({ ...known, panel: undefined }));
    if (matchMedia(NARROW).matches) setLayout((known) => ({ ...known, isOutputShown: false }));
    setIsPanelTentative(false);
  }, []);
  const change = useCallback((changed: Partial<KeptLayout>) => {
    setIsPanelTentative(false);
    setLayout((known) => ({ ...known, ...changed }));
  }, []);
  useEffect(() => {
    // What is opened for a moment on a small screen says nothing about a wide one.
    if (!isPanelTentative && layout !== kept && matchMedia(WIDE).matches) keepLayout(layout);
  }, [layout, kept, isPanelTentative]);
  const value = useMemo(
    () => ({
      layout,
      change,
      isPanelTentative,
      isTreeOver,
      setIsTreeOver,
      dialogs,
      setDialogs,
      isEditingOnPhone,
      setIsEditingOnPhone,
      isPreviewAside,
      setIsPreviewAside,
    }),
    [layout, change, isPanelTentative, isTreeOver, dialogs, isEditingOnPhone, isPreviewAside],
  );
  return <Provider value={value}>{children}</Provider>;
}

/** Which panel is open beside the code, if any, and how to open another. */
export function usePanel() {
  const { layout, change, isPanelTentative } = useValue();
  const setPanel = useCallback((panel: Panel | undefined) => change({ panel }), [change]);
  return { panel: layout.panel, isTentative: isPanelTentative, setPanel };
}

/** Whether the output of runs is open below the code, and how high it is, in pixels; and what changes that. */
export function useOutput() {
  const { layout, change, isPanelTentative } = useValue();
  const setIsShown = useCallback(
    (isOutputShown: boolean) =>
      // On phones each takes the code's place, and the panel lies over this.
      change({ isOutputShown, ...(isOutputShown && matchMedia(NARROW).matches && { panel: undefined }) }),
    [change],
  );
  const setPx = useCallback((outputPx: number) => change({ outputPx }), [change]);
  return {
    isShown: layout.isOutputShown,
    px: layout.outputPx,
    isTentative: isPanelTentative,
    setIsShown,
    setPx,
  };
}

/** How wide a preview is beside the code, in pixels, and whether it gives way to the code where it lies over that. */
export function usePreviewLayout() {
  const { layout, change, isPreviewAside, setIsPreviewAside } = useValue();
  const isNarrow = useIsNarrow();
  return {
    px: layout.previewPx,
    setPx: (previewPx: number) => change({ previewPx }),
    isAside: isNarrow && isPreviewAside,
    setIsAside: setIsPreviewAside,
  };
}

/** How wide the panel and the files are, in pixels. */
export function useWidths() {
  const { layout, change } = useValue();
  return {
    panelPx: layout.panelPx,
    setPanelPx: (panelPx: number) => change({ panelPx }),
    treePx: layout.treePx,
    setTreePx: (treePx: number) => change({ treePx }),
  };
}

/** Whether the files stand beside the code, or lie over it where there is no room; and what changes that. */
export function useTreeLayout(hasMany: boolean) {
  const { layout, change, isTreeOver, setIsTreeOver } = useValue();
  const isNarrow = useIsNarrow();
  const isBeside = layout.tree === "shown" || (layout.tree === "auto" && hasMany);
  const isShown = isNarrow ? isTreeOver : isBeside;
  const setIsShown = useCallback(
    (shown: boolean) => (isNarrow ? setIsTreeOver(shown) : change({ tree: shown ? "shown" : "hidden" })),
    [isNarrow, change, setIsTreeOver],
  );
  return { isBeside, isShown, isNarrow, setIsShown };
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

/** Whether the page is on a phone: a panel then lies over the code, and a keyboard over half of the page. */
export const useIsPhone = (): boolean => useMedia(PHONE);

/** Whether a panel lies over all of the code. */
export const useIsNarrow = (): boolean => useMedia(NARROW);

/** Whether the page is used by touch, on whatever screen. */
export const useIsTouch = (): boolean => useMedia("(pointer: coarse)");

/** False on the server, which knows nothing of the screen. */
function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}
