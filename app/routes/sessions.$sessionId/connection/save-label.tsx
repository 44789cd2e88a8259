import { connectionWords } from "../../../words/connection.ts";
import { useCollabState } from "./collab-context.tsx";
import type { CollabState } from "./collab-state.ts";
import type { SaveState } from "./save-tracker.client.ts";

const tones = { good: "bg-green", waiting: "bg-amber", bad: "bg-red" };

/** Whether what was typed here is durable, in four honest words. */
export function SaveLabel({ className = "" }: { className?: string }) {
  const saving = describeSaving(useCollabState((state) => state));
  return (
    <span
      role="status"
      data-testid="save-state"
      className={`flex max-w-full shrink-0 items-center gap-1.5 text-ink-8 ${className}`}
    >
      {saving && (
        <span
          aria-hidden="true"
          className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${tones[saving.tone]}`}
        />
      )}
      {saving && (
        <span className="truncate" title={saving.title}>
          {saving.label}
        </span>
      )}
    </span>
  );
}

/** Something that was typed is not durable, as far as this page knows. */
export const isAtRisk = (save: SaveState) => save === "saving" || save === "not-saved" || save === "offline";

type Label = { label: string; title: string; tone: keyof typeof tones };

export function describeSaving({ save, ending, isKept, isKeeping }: CollabState): Label | undefined {
  const words = connectionWords.saving;
  // What has ended promises nothing any more.
  if (save === "unknown" || (ending && !isAtRisk(save))) return;
  if (save === "saved") return { ...words.saved, tone: "good" };
  if (save === "away") return { ...words.away, tone: "waiting" };
  if (ending) return { ...words.lost, tone: "bad" };
  if (save === "saving") return { ...words.saving, tone: "waiting" };
  if (save === "not-saved") return { ...words.notSaved, tone: "bad" };
  if (isKept) return { ...(isKeeping ? words.keeping : words.kept), tone: "waiting" };
  return { ...words.unkept, tone: "bad" };
}
