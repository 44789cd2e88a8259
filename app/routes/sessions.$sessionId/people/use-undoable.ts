import { useEffect, useState } from "react";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { commonWords } from "../../../words/common.ts";

/** What was done, and what takes it back. */
export type Offer = {
  sentence: string;
  undo: () => void;
  detail?: string;
  /** What may have to be done as well. */
  other?: { label: string; act: () => void };
};

/** Offers it as a notice of the page. */
export function offerAsNotice({ sentence, undo, detail, other }: Offer, durationMs = UNDO_MS) {
  toast(sentence, {
    duration: durationMs,
    action: { label: commonWords.undo, onClick: undo },
    description: detail,
    cancel: other && { label: other.label, onClick: other.act },
  });
}

/**
 * Something that was done in a dialog and can be undone for a while: shown there, since nothing outside of an open
 * dialog can be reached, and as a notice of the page for what is left of the time once it is closed.
 */
export function useUndoable(isOpen: boolean): [Offer | undefined, (offer: Offer | undefined) => void] {
  const [offered, setOffered] = useState<Offer & { until: number }>();
  useEffect(() => {
    if (!offered) return;
    const left = offered.until - Date.now();
    if (!isOpen) {
      setOffered(undefined);
      if (left > 0) offerAsNotice(offered, left);
      return;
    }
    const timer = setTimeout(() => setOffered(undefined), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [offered, isOpen]);
  const once = (act: () => void) => () => {
    setOffered(undefined);
    act();
  };
  const { other } = offered ?? {};
  const offeredOnce = offered && {
    ...offered,
    undo: once(offered.undo),
    other: other && { ...other, act: once(other.act) },
  };
  return [offeredOnce, (offer) => setOffered(offer && { ...offer, until: Date.now() + UNDO_MS })];
}
