import { useEffect } from "react";
import { useCollab } from "../connection/collab-context.tsx";

/** From the last key, click or move of the pointer until others see that somebody is idle. */
const IDLE_MS = 60_000;

/** Publishes when nothing was done on this page for a minute, and when something is done again. */
export function useIdle() {
  const collab = useCollab();
  useEffect(() => {
    let idle = false;
    let timer: ReturnType<typeof setTimeout>;
    const set = (now: boolean) => {
      if (idle !== now) collab?.publish({ idle: (idle = now) });
    };
    const active = () => {
      set(false);
      clearTimeout(timer);
      timer = setTimeout(() => set(true), IDLE_MS);
    };
    active();
    const events = ["keydown", "pointerdown", "pointermove", "wheel"];
    for (const event of events) addEventListener(event, active, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const event of events) removeEventListener(event, active);
    };
  }, [collab]);
}
