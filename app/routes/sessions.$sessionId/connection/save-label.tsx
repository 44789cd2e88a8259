import { useCollabState } from "./collab-context.tsx";
import type { CollabState } from "./collab-state.ts";
import type { SaveState } from "./save-tracker.client.ts";

const tones = { good: "bg-green", waiting: "bg-amber", bad: "bg-red" };

/** Whether what was typed here is durable, in four honest words. */
export function SaveLabel({ className = "" }: { className?: string }) {
  const label = describeSaving(useCollabState((state) => state));
  return (
    <span
      role="status"
      data-testid="save-state"
      className={`flex max-w-full shrink-0 items-center gap-1.5 text-ink-8 ${className}`}
    >
      {label && <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${tones[label.tone]}`} />}
      {label && (
        <span className="truncate" title={label.title}>
          {label.words}
        </span>
      )}
    </span>
  );
}

/** Something that was typed is not durable, as far as this page knows. */
export const isAtRisk = (save: SaveState) => save === "saving" || save === "not-saved" || save === "offline";

type Label = { words: string; title: string; tone: keyof typeof tones };

export function describeSaving({ save, ending, isKept, isKeeping }: CollabState): Label | undefined {
  // What has ended promises nothing any more.
  if (save === "unknown" || (ending && !isAtRisk(save))) return;
  if (save === "saved") return { words: "Saved", title: "Everything you typed is stored on the server.", tone: "good" };
  if (save === "away")
    return {
      words: "Offline, all saved",
      title: "There is no connection right now. Everything you typed so far is stored on the server.",
      tone: "waiting",
    };
  if (ending)
    return { words: "Not saved", title: "Your last edits did not reach the server. Download your copy.", tone: "bad" };
  if (save === "saving") return { words: "Saving…", title: "Your last edits are on their way.", tone: "waiting" };
  if (save === "not-saved")
    return {
      words: "Not saved yet",
      title: "The server has not stored your last edits. Keep this tab open.",
      tone: "bad",
    };
  if (isKept && isKeeping)
    return {
      words: "Offline, saving here…",
      title: "Your last edits are being written to this device.",
      tone: "waiting",
    };
  return isKept
    ? {
        words: "Offline, kept on this device",
        title: "Your edits are kept in this browser and sent when you are back.",
        tone: "waiting",
      }
    : {
        words: "Offline, keep this tab open",
        title: "Not kept on this device: your edits are in this tab alone.",
        tone: "bad",
      };
}
