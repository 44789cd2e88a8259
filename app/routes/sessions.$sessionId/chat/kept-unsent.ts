/**
 * Messages that the server is not known to have, on this device: from when they are sent until they are there, or are
 * discarded. Sending one twice is no harm, since it has its id from the beginning.
 */
import { z } from "../../../../protocol/zod.ts";
import { keep, keptName, listKept, onKept, type Place, readKept, withdraw } from "../../../kept-chat.ts";

const schema = z.object({ id: z.uuid(), body: z.string(), createdAt: z.iso.datetime() });
export type Unsent = z.infer<typeof schema>;

const all = (place: Place) => keptName(place, "unsent/");

/** Returns whether it is kept now. */
export const keepUnsent = (place: Place, { id, body, createdAt }: Unsent): boolean =>
  keep(all(place) + id, JSON.stringify({ id, body, createdAt }));

/** In the order in which they were written. What cannot be read is left out. */
export const readUnsent = (place: Place): Unsent[] =>
  listKept(all(place))
    .flatMap((name) => parse(readKept(name) ?? "") ?? [])
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));

export const withdrawUnsent = (place: Place, id: string) => withdraw(all(place) + id);

/** Calls back with the id of one that another tab has sent or discarded; returns the end. */
export const onWithdrawnElsewhere = (place: Place, listener: (id: string) => void): (() => void) =>
  onKept(all(place), (name, value) => {
    if (value === "") listener(name.slice(all(place).length));
  });

function parse(json: string): Unsent | undefined {
  try {
    return schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
