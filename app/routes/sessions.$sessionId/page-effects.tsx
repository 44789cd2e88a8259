import { useEffect } from "react";
import { loadTheRest } from "../../ui/later.ts";
import { toast } from "../../ui/toast.ts";
import { useFailedMessages } from "./chat/use-failed-messages.ts";
import { useAnnouncedMessages } from "./chat/use-announced-messages.ts";
import { useEditRequests } from "./chat/use-edit-requests.ts";
import { useMentionNotices } from "./chat/use-mention-notices.ts";
import { useLinesCommand, useLinesLink } from "./chat/use-show-lines.ts";
import { useIsOver } from "./connection/use-access.ts";
import { useLeaveQuestion } from "./connection/use-leave-question.ts";
import { usePane } from "./editor/editor-context.tsx";
import { useEditorFocus } from "./editor/use-editor-focus.ts";
import { useEditorCommands } from "./editor/use-editor-commands.ts";
import { useOptionCommands } from "./editor/use-option-commands.ts";
import { usePageKeys } from "./editor/use-page-keys.ts";
import { useFileCommands } from "./files/use-file-commands.ts";
import { useFormatCommand } from "./formatting/use-format.ts";
import { useSessionCommands } from "./header/use-session-commands.ts";
import { useIdle } from "./people/use-idle.ts";
import { useJoinNotices } from "./people/use-join-notices.ts";
import { usePeopleCommands } from "./people/use-people-commands.ts";
import { useFindingLink } from "./review/use-finding-link.ts";
import { useRunCommands } from "./running/use-run-commands.ts";
import { useSearchCommands } from "./search/use-search-commands.ts";
import { useUnderstandingCommands } from "./understanding/use-understanding-commands.ts";
import { useAnnouncedChanges } from "./use-announced-changes.ts";

/** A page that has no editor by then may never have one. */
const EDITOR_COMES_MS = 5_000;

/**
 * What the page does by itself. A component that shows nothing, so that changes of what it follows render nothing else
 * again.
 */
export function PageEffects() {
  useJoinNotices();
  useLeaveQuestion();
  useFailedMessages();
  useMentionNotices();
  useEditRequests();
  useAnnouncedMessages();
  useAnnouncedChanges();
  useLinesCommand();
  useLinesLink();
  useStaleNotices();
  useIdle();
  useEditorFocus();
  usePageKeys();
  useEditorCommands();
  useOptionCommands();
  useFormatCommand();
  useFileCommands();
  useSessionCommands();
  usePeopleCommands();
  useSearchCommands();
  useRunCommands();
  useUnderstandingCommands();
  useTheRest();
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

/** Loads what the page is shown without once there is nothing more important to load. */
function useTheRest() {
  const pane = usePane();
  useEffect(() => {
    if (pane) return loadTheRest();
    const timer = setTimeout(loadTheRest, EDITOR_COMES_MS);
    return () => clearTimeout(timer);
  }, [pane]);
}
