/**
 * What sent messages are being changed to, on this device: each as the text that its message would have, from the first
 * key until the server has taken it, or its author has given it up.
 */
import { keep, keptName, listKept, type Place, readKept, withdraw } from "../../../kept-chat.ts";

export type KeptChange = { id: string; body: string };

const all = (place: Place) => keptName(place, "change/");

export const keepChange = (place: Place, { id, body }: KeptChange) => void keep(all(place) + id, body);

export const readChanges = (place: Place): KeptChange[] =>
  listKept(all(place)).flatMap((name) => {
    const body = readKept(name);
    return body ? [{ id: name.slice(all(place).length), body }] : [];
  });

export const withdrawChange = (place: Place, id: string) => withdraw(all(place) + id);
