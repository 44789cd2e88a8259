import { useBlocker } from "@remix-run/react";
import { useEffect } from "react";
import { connectionWords } from "../../../words/connection.ts";
import { useCollabState } from "./collab-context.tsx";

/**
 * Asks before going to another page of ours if that would lose something. The browser's own question covers leaving the
 * site; what is kept on the device is sent on the next visit.
 */
export function useLeaveQuestion() {
  const wouldLose = useCollabState(({ isKept, save }) => !isKept && (save === "offline" || save === "not-saved"));
  const blocker = useBlocker(wouldLose);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (confirm(connectionWords.leave)) blocker.proceed();
    else blocker.reset();
  }, [blocker]);
}
