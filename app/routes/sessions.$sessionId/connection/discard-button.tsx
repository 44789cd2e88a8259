import { useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";

const SURE_MS = 5_000;

/** Throws edits away that are nowhere else: the first click asks, the second one does it. */
export function DiscardButton({ onDiscard }: { onDiscard: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => setIsAsking(false), SURE_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  return (
    <Button
      size="small"
      kind={isAsking ? "danger" : "plain"}

      onClick={() => (isAsking ? onDiscard() : setIsAsking(true))}
    >
      {isAsking ? connectionWords.discardForGood : connectionWords.discard}
    </Button>
  );
}
