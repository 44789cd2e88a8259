/**
 * Presence for pages that have asked for it briefly (`presence=brief`): of a state only what has changed since it was
 * last sent, as an array with one object, so that a caret does not bring its person's name and picture each time.
 */
import type { Connection, Document } from "@hocuspocus/server";
import type { Awareness } from "y-protocols/awareness";

type Fields = Record<string, unknown>;

/** Of one document: who reads briefly, and what they have. */
export class BriefPresence {
  private readonly met = new WeakSet<Connection>();
  private readonly readers = new Set<Connection>();
  /** The state of each client id that was last sent to all readers. */
  private readonly sent = new Map<number, Fields>();

  has(connection: Connection): boolean {
    return this.readers.has(connection);
  }

  /** The states of some clients as the document's readers are to be sent them now: they are taken to have them then. */
  statesFor({ connections, awareness }: Document, clientIds: readonly number[]): Awareness["states"] {
    for (const connection of connections.keys()) this.meet(connection);
    for (const reader of this.readers) if (!connections.has(reader)) this.readers.delete(reader);
    if (this.readers.size === 0) {
      this.sent.clear();
      return awareness.states;
    }
    const brief = new Map<number, unknown>();
    for (const clientId of clientIds) {
      const before = this.sent.get(clientId);
      const state: Fields | undefined = awareness.states.get(clientId);
      if (state) {
        this.sent.set(clientId, state);
        brief.set(clientId, before ? [changeOf(before, state)] : state);
      } else this.sent.delete(clientId);
    }
    // y-protocols writes down as JSON whatever a state is.
    return brief as Awareness["states"];
  }

  private meet(connection: Connection) {
    if (this.met.has(connection)) return;
    this.met.add(connection);
    if (!isBrief(connection)) return;
    this.readers.add(connection);
    // Hocuspocus has sent it whole states, maybe newer ones than were last sent: all begin anew with whole ones.
    this.sent.clear();
  }
}

const isBrief = ({ request }: Connection) => new URL(request.url).searchParams.get("presence") === "brief";

function changeOf(before: Fields, state: Fields): Fields {
  const change: Fields = {};
  for (const key in before) if (!(key in state)) change[key] = null;
  for (const [key, value] of Object.entries(state))
    if (!isSame(before[key], value)) change[key] = key === "selections" ? briefSelections(value) : value;
  return change;
}

/** Presence is plain data with its keys in the order of its schema, and small. */
const isSame = (a: unknown, b: unknown) =>
  typeof a === "object" && typeof b === "object" ? JSON.stringify(a) === JSON.stringify(b) : a === b;

/** A caret is a selection that begins where it ends: it is sent as its end. */
const briefSelections = (selections: unknown) =>
  Array.isArray(selections)
    ? (selections as Record<"anchor" | "head", Fields>[]).map(({ anchor, head }) =>
        isSame(anchor, head)
          ? { head: briefPosition(head) }
          : { anchor: briefPosition(anchor), head: briefPosition(head) },
      )
    : selections;

/** What Yjs needs of a relative position: its text follows from the character that it is at. */
const briefPosition = (position: Fields) =>
  Object.fromEntries(
    Object.entries(position).filter(([key, value]) => value !== null && !(key === "type" && position.item)),
  );
