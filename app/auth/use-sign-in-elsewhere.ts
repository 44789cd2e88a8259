import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useRoot } from "../ui/use-root.ts";
import { onSignIn } from "./sign-in-channel.client.ts";

/**
 * Loads the page again when somebody else is signed in in this browser, or nobody any more: then it leads to the page
 * for signing in, and from there back. Other tabs tell of it; what another browser has ended is noticed when somebody
 * comes back.
 */
export function useSignInElsewhere() {
  const userId = useRoot()?.user?.id;
  const { revalidate } = useRevalidator();
  useEffect(() => {
    let isOver = false;
    async function ask() {
      // Asked before anything is loaded: a server that is away would make an error page of what is shown.
      const answer = await fetch("/api/user").catch(() => undefined);
      if (answer?.status === 401 && !isOver) revalidate();
    }
    const onSeen = () => userId && document.visibilityState === "visible" && void ask();
    const stop = onSignIn((id) => id !== userId && revalidate());
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      isOver = true;
      stop();
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [userId, revalidate]);
}
