import { useEffect, useRef } from "react";
import { toast } from "../../../ui/toast.ts";
import { useIsReady } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { usePeopleHere } from "./people-context.tsx";
import { peopleWords } from "../../../words/people.ts";

const NOTICE_PAUSE_MS = 3_000;
/** Those who are there when the page opens did not just join. */
const SETTLE_MS = 1_500;

/** Says who joined: merged, and never more than one notice in three seconds. */
export function useJoinNotices() {
  const ownId = useUser().id;
  const ready = useIsReady();
  const people = usePeopleHere();
  const known = useRef<Set<string>>(undefined);
  const names = useRef<string[]>([]);
  const lastAt = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const readyAt = useRef(0);

  useEffect(() => {
    if (!ready) return;
    readyAt.current ||= Date.now();
    const before = known.current ?? new Set([ownId]);
    known.current = before;
    for (const { id, name } of people) {
      if (before.has(id)) continue;
      before.add(id);
      if (Date.now() - readyAt.current > SETTLE_MS) names.current.push(name);
    }
    if (names.current.length === 0 || timer.current) return;
    const wait = Math.max(0, lastAt.current + NOTICE_PAUSE_MS - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      lastAt.current = Date.now();
      toast(joined(names.current.splice(0)), { id: "joined", duration: 3_000 });
    }, wait);
  }, [people, ownId, ready]);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

const MAX_NAMES = 3;

function joined(names: string[]): string {
  const [first = "", second = ""] = names;
  return names.length > MAX_NAMES
    ? peopleWords.joined.many(first, second, names.length - 2)
    : peopleWords.joined.few(names);
}
