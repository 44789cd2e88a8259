import { useIsPhone, useReading } from "../layout-context.tsx";
import { useEnding, useIsDamaged, useRole } from "./use-access.ts";

/** Why nothing can be typed: the reason that would stay if the others went comes first. */
type ReadOnlyCause = "ended" | "damaged" | "viewer" | "reading";

/** Why nothing can be typed, as a sentence for anybody who tries; undefined while typing is possible. */
export function useReadOnlyWords(): string | undefined {
  const [ending, isDamaged, role] = [useEnding(), useIsDamaged(), useRole()];
  const { isReading } = useReading();
  const isPhone = useIsPhone();
  if (ending) return words.ended;
  if (isDamaged) return words.damaged;
  if (role === "viewer") return isPhone ? viewerOnPhone : words.viewer;
  return isReading ? words.reading : undefined;
}

const viewerOnPhone = "You are viewing this session. Press Ask to edit, below the code: its owner can let you.";
const words: Record<ReadOnlyCause, string> = {
  ended: "Nothing can be changed here any more. The line above the code says why.",
  damaged: "Nobody can change this session until its stored text is restored. The line above the code says more.",
  viewer: "You are viewing this session. Press Ask to edit, at the top: its owner can let you.",
  reading: "You are reading. Press Edit, below the code, to type.",
};
