import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import type { ShownMessage } from "./use-messages.ts";

const IDLE_MS = 60_000;
/**
 * A narrow window with a mouse, as of a laptop at 200 %, is no phone: there is a keyboard, and no other covers the
 * page.
 */
const PHONE = "(max-width: 767px) and (pointer: coarse)";

/** How many messages of others came while the chat was not looked at; also in the page's title. */
export function useUnread(messages: ShownMessage[], ownId: string, isLooking: boolean, title: string): number {
  const [seen, setSeen] = useState(() => messages.at(-1)?.createdAt ?? "");
  const unread = isLooking
    ? 0
    : messages.filter(({ userId, createdAt, state }) => !state && userId !== ownId && createdAt > seen).length;
  const last = messages.findLast(({ state }) => !state)?.createdAt ?? "";
  useEffect(() => {
    if (isLooking) setSeen(last);
  }, [isLooking, last]);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title} · Tandem`;
  }, [unread, title]);
  return unread;
}

/** Says that a message was not sent where nobody looks at the chat. */
export function useFailedMessages(messages: ShownMessage[], isLooking: boolean, onShow: () => void) {
  const failed = messages.findLast(({ state }) => state === "failed")?.id;
  const show = useRef(onShow);
  useEffect(() => {
    show.current = onShow;
  });
  useEffect(() => {
    if (!failed || isLooking) return;
    toast.error("Your message was not sent.", {
      id: "failed message",
      duration: Infinity,
      action: { label: "Show it", onClick: () => show.current() },
    });
    // Whoever closes the chat has seen what is there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [failed]);
  useEffect(() => {
    if (isLooking) toast.dismiss("failed message");
  }, [isLooking]);
}

/** Tells when nothing was done on this page for a minute, and when something is done again. */
export function useIdle(onChange: (idle: boolean) => void) {
  useEffect(() => {
    let idle = false;
    let timer: ReturnType<typeof setTimeout>;
    const set = (now: boolean) => {
      if (idle !== now) onChange((idle = now));
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
  }, [onChange]);
}

const subscribePhone = (listener: () => void) => {
  const query = matchMedia(PHONE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
};

export const useIsPhone = () =>
  useSyncExternalStore(
    subscribePhone,
    () => matchMedia(PHONE).matches,
    () => false,
  );
