/**
 * How far somebody has read in a session, on this device: the time of the last message that they have seen, empty where
 * there was none yet.
 */
import { z } from "../../../../protocol/zod.ts";
import { keep, keptName, keptOf, listKept, onKept, type Place, readKept, remove } from "../../../kept-chat.ts";

const WHAT = "seen";
/** Those in which nothing was said for the longest time are forgotten: then they begin with nothing unread. */
const MAX_SESSIONS = 200;

const schema = z.union([z.literal(""), z.iso.datetime()]);
const nameOf = (place: Place) => keptName(place, WHAT);

/** The later of two times; the empty one is before all. */
export const later = (a: string, b: string) => (a > b ? a : b);

export const readSeen = (place: Place): string | undefined => schema.safeParse(readKept(nameOf(place))).data;

/** A tab that has seen less takes nothing back. */
export function keepSeen(place: Place, seen: string) {
  const before = readSeen(place);
  if (before !== undefined && before >= seen) return;
  keep(nameOf(place), seen);
  if (before === undefined) forgetOldest(place);
}

/** Calls back when they have read in another tab; returns the end. */
export const onSeenElsewhere = (place: Place, listener: (seen: string) => void): (() => void) =>
  onKept(nameOf(place), (_, value) => {
    const seen = schema.safeParse(value).data;
    if (seen !== undefined) listener(seen);
  });

function forgetOldest(place: Place) {
  const others = listKept(keptOf(place.userId)).filter((name) => name.endsWith(`/${WHAT}`) && name !== nameOf(place));
  if (others.length < MAX_SESSIONS) return;
  const byTime = others
    .map((name) => ({ name, seen: readKept(name) ?? "" }))
    .sort((a, b) => (a.seen < b.seen ? -1 : 1));
  remove(byTime.slice(0, others.length - MAX_SESSIONS + 1).map(({ name }) => name));
}
