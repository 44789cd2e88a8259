import type { CollabState } from "./collab-state.ts";

/** Why nothing can be typed: the reason that would stay if the others went comes first. */
export type ReadOnlyCause = "ended" | "damaged" | "viewer" | "reading";

export function readOnlyCause({
  state,
  isDamaged,
  isReading,
}: {
  state: CollabState;
  isDamaged: boolean;
  isReading: boolean;
}): ReadOnlyCause | undefined {
  if (state.ending) return "ended";
  if (isDamaged) return "damaged";
  if (state.role === "viewer") return "viewer";
  return isReading ? "reading" : undefined;
}

/** What somebody is told who types all the same. On a phone there is no room for "Ask to edit" but in the menu. */
export const readOnlyWords = (cause: ReadOnlyCause, isPhone: boolean) =>
  isPhone && cause === "viewer" ? viewerOnPhone : words[cause];

const viewerOnPhone = "You are viewing this session. Press Ask to edit, in the menu at the top: its owner can let you.";
const words: Record<ReadOnlyCause, string> = {
  ended: "Nothing can be changed here any more. The line above the code says why.",
  damaged: "Nobody can change this session until its stored text is restored. The line above the code says more.",
  viewer: "You are viewing this session. Press Ask to edit, at the top: its owner can let you.",
  reading: "You are reading. Press Edit, at the top, to type.",
};
