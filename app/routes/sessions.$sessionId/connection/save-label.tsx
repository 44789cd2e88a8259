import { connectionWords } from "../../../words/connection.ts";
import { useCollabState } from "./collab-context.tsx";
import type { CollabState } from "./collab-state.ts";
import type { SaveState } from "./save-tracker.client.ts";

type Saving = keyof typeof connectionWords.saving;

const tones: Record<Saving, string> = {
  saved: "bg-green",
  away: "bg-amber",
  saving: "bg-amber",
  keeping: "bg-amber",
  kept: "bg-amber",
  notSaved: "bg-red",
  unkept: "bg-red",
  lost: "bg-red",
};

/** Whether what was typed here is durable, in four honest words. What matters of it is also read out. */
export function SaveLabel({ className = "" }: { className?: string }) {
  const saving = useCollabState(savingOf);
  const words = saving && connectionWords.saving[saving];
  return (
    <span data-testid="save-state" className={`flex max-w-full shrink-0 items-center gap-1.5 text-ink-8 ${className}`}>
      {saving && (
        <span aria-hidden="true" className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${tones[saving]}`} />
      )}
      {words && (
        <span className="truncate" title={words.title}>
          {words.label}
        </span>
      )}
    </span>
  );
}

/** Something that was typed is not durable, as far as this page knows. */
export const isAtRisk = (save: SaveState) => save === "saving" || save === "not-saved" || save === "offline";

/** Which of the words for it is true of a page; none before it knows, and where nothing is promised any more. */
export function savingOf({ save, ending, isKept, isKeeping }: CollabState): Saving | undefined {
  if (save === "unknown" || (ending && !isAtRisk(save))) return;
  if (save === "saved" || save === "away") return save;
  if (ending) return "lost";
  if (save === "saving") return save;
  if (save === "not-saved") return "notSaved";
  if (isKept) return isKeeping ? "keeping" : "kept";
  return "unkept";
}
