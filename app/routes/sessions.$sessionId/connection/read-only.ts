import { connectionWords } from "../../../words/connection.ts";
import { useChat } from "../chat/chat-context.tsx";
import { useIsPhone, useReading } from "../layout-context.tsx";
import { useEnding, useIsDamaged, useRole } from "./use-access.ts";

/**
 * Why nothing can be typed, as a sentence for anybody who tries; undefined while typing is possible. The reason that
 * would stay if the others went comes first.
 */
export function useReadOnlyWords(): string | undefined {
  const [ending, isDamaged, role] = [useEnding(), useIsDamaged(), useRole()];
  const { isReading } = useReading();
  const isPhone = useIsPhone();
  const { hasAsked } = useChat();
  const words = connectionWords.readOnly;
  if (ending) return words.ended;
  if (isDamaged) return words.damaged;
  if (role === "viewer" && hasAsked) return words.viewerHasAsked;
  if (role === "viewer") return isPhone ? words.viewerOnPhone : words.viewer;
  return isReading ? words.reading : undefined;
}
