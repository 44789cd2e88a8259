import { useBlocker } from "@remix-run/react";
import { useEffect } from "react";
import { useCollabState } from "./collab-context.tsx";

/**
 * Asks before the way to another page of ours loses something: the browser's own question is for leaving the site, and
 * what it keeps on the device is sent on the next visit.
 */
export function useLeaveQuestion() {
  const wouldLose = useCollabState(({ isKept, save }) => !isKept && (save === "offline" || save === "not-saved"));
  const blocker = useBlocker(wouldLose);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (confirm("Your last edits are not saved, and this browser keeps nothing. Leave and lose them?"))
      blocker.proceed();
    else blocker.reset();
  }, [blocker]);
}
