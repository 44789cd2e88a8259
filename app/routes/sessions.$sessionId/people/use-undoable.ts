import { useEffect, useState } from "react";
import { toast } from "sonner";
import { UNDO_MS } from "../../../ui/undo-ms.ts";

type Offer = { sentence: string; undo: () => void };

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
      if (left > 0) toast(offered.sentence, { duration: left, action: { label: "Undo", onClick: offered.undo } });
      return;
    }
    const timer = setTimeout(() => setOffered(undefined), Math.max(0, left));
    return () => clearTimeout(timer);
  }, [offered, isOpen]);
  const undoOnce = offered && {
    sentence: offered.sentence,
    undo() {
      setOffered(undefined);
      offered.undo();
    },
  };
  return [undoOnce, (offer) => setOffered(offer && { ...offer, until: Date.now() + UNDO_MS })];
}
