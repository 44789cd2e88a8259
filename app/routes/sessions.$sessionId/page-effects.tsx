import { useEffect } from "react";
import { toast } from "sonner";
import { useCommandLayers } from "../../commands/use-commands.ts";
import { useFailedMessages } from "./chat/use-failed-messages.ts";
import { useAnnouncedMessages } from "./chat/use-announced-messages.ts";
import { useMentionNotices } from "./chat/use-mention-notices.ts";
import { useLinesCommand, useLinesLink } from "./chat/use-show-lines.ts";
import { useIsOver } from "./connection/use-access.ts";
import { useLeaveQuestion } from "./connection/use-leave-question.ts";
import { useEditorFocus } from "./editor/use-editor-focus.ts";
import { useEditorCommands } from "./editor/use-editor-commands.ts";
import { usePageKeys } from "./editor/use-page-keys.ts";
import { useFileCommands } from "./files/use-file-commands.ts";
import { useSessionCommands } from "./header/use-session-commands.ts";
import { useIdle } from "./people/use-idle.ts";
import { useJoinNotices } from "./people/use-join-notices.ts";
import { usePeopleCommands } from "./people/use-people-commands.ts";
import { useFindingLink } from "./review/use-finding-link.ts";
import { useSearchCommands } from "./search/use-search-commands.ts";
import { useAnnouncedChanges } from "./use-announced-changes.ts";

const PREFETCH_MS = 5_000;

/**
 * What the page does by itself. A component that shows nothing, so that changes of what it follows render nothing else
 * again.
 */
export function PageEffects() {
  useJoinNotices();
  useLeaveQuestion();
  useFailedMessages();
  useMentionNotices();
  useAnnouncedMessages();
  useAnnouncedChanges();
  useLinesCommand();
  useLinesLink();
  useStaleNotices();
  useIdle();
  useEditorFocus();
  usePageKeys();
  useEditorCommands();
  useFileCommands();
  useSessionCommands();
  usePeopleCommands();
  useSearchCommands();
  usePrefetchedPalette();
  useFindingLink();
  return null;
}

/** Takes notices away when the session ends: what they offer, such as bringing a file back, does not work any more. */
function useStaleNotices() {
  const isOver = useIsOver();
  useEffect(() => {
    if (isOver) toast.dismiss();
  }, [isOver]);
}

/** When the page has come to rest; pages that people only pass through do not load it. */
function usePrefetchedPalette() {
  const { prefetch } = useCommandLayers();
  useEffect(() => {
    const timer = setTimeout(prefetch, PREFETCH_MS);
    return () => clearTimeout(timer);
  }, [prefetch]);
}
