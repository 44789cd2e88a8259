import { useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const PERIOD_MS = 30_000;

/** What somebody has open or writes in, and would lose the thread of: a menu, a dialog, the title of a session. */
const IN_USE = "details[open], [role=dialog], [role=menu], input[name=title]";

/**
 * Loads the list again when somebody comes back to the page, and every half minute while they see it: who is in a
 * session now is no event that a page without a socket hears of. What it shows, and its address, stay as they are.
 */
export function useFreshList() {
  const { revalidate, state } = useRevalidator();
  const isIdle = useNavigation().state === "idle" && state === "idle";
  const latest = useRef(isIdle);
  useEffect(() => {
    latest.current = isIdle;
  }, [isIdle]);
  useEffect(() => {
    let isOver = false;
    const mayLoad = () =>
      !isOver &&
      latest.current &&
      navigator.onLine &&
      document.visibilityState === "visible" &&
      !document.querySelector(IN_USE);
    async function refresh() {
      if (!mayLoad()) return;
      // Asked before anything is loaded: a server that is away would make an error page of what is shown.
      const answer = await fetch("/api/user").catch(() => undefined);
      if (answer?.ok && mayLoad()) revalidate();
    }
    const onSeen = () => void refresh();
    const timer = setInterval(onSeen, PERIOD_MS);
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onSeen);
    };
  }, [revalidate]);
}
