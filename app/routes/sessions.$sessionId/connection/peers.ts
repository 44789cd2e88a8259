import type { Awareness } from "y-protocols/awareness";
import type { Presence, PresenceUser } from "../../../../protocol/events.ts";

/** Somebody's connection: their presence as the server passed it on. */
export type Peer = Presence & {
  clientId: number;
  user: PresenceUser;
  /** Grows with each thing that this page sees somebody do: the largest is that of the connection used last. */
  usedNth: number;
};

/** A connection of which it is not known yet whose it is. */
type Nameless = Omit<Peer, "user"> & { user?: PresenceUser };

/** The other connections of which awareness knows, and in which of them something was done last. */
export class Peers {
  private readonly known = new Map<number, { state: object; peer: Nameless }>();
  private nth = 0;

  /** All as they are now, but for those that have published that they are away. */
  read(awareness: Awareness): Peer[] {
    this.nth++;
    const states = new Map(awareness.getStates());
    states.delete(awareness.clientID);
    // A page without a connection sees nobody, and then the same ones again.
    if (states.size > 0)
      for (const clientId of this.known.keys()) if (!states.has(clientId)) this.known.delete(clientId);
    return [...states]
      .map(([clientId, state]) => this.peer(clientId, state))
      .filter((peer): peer is Peer => Boolean(peer.user?.id) && !peer.away);
  }

  /**
   * To be called for a connection that has written something: at the end of a text that moves no caret. Returns whether
   * its person had used another one since.
   */
  wrote(clientId: number): boolean {
    const known = this.known.get(clientId);
    if (!known) return false;
    const { state, peer } = known;
    const isNews = [...this.known.values()].some(
      ({ peer: other }) => other !== peer && other.user?.id === peer.user?.id && other.usedNth >= peer.usedNth,
    );
    if (isNews) this.known.set(clientId, { state, peer: { ...peer, usedNth: ++this.nth } });
    return isNews;
  }

  /** Awareness has another object for each change, and all are read at each change of one of them. */
  private peer(clientId: number, state: object): Nameless {
    const known = this.known.get(clientId);
    if (known?.state === state) return known.peer;
    const presence = state as Presence & { user?: PresenceUser };
    const usedNth = !known || wasUsed(known.peer, presence) ? this.nth : known.peer.usedNth;
    const peer = { ...presence, clientId, usedNth };
    this.known.set(clientId, { state, peer });
    return peer;
  }
}

/** Whether something was done between two presences: not to go on typing, or to fall idle, is nothing. */
const wasUsed = (before: Presence, now: Presence): boolean =>
  (!before.typing && Boolean(now.typing)) ||
  (Boolean(before.idle) && !now.idle) ||
  before.file !== now.file ||
  caretsOf(before) !== caretsOf(now);

/** A change of somebody's presence leaves out of a position what follows from the rest, a whole one does not. */
const caretsOf = ({ selections }: Presence): string | undefined =>
  JSON.stringify(selections, (key, value: unknown) => (key === "type" || value === null ? undefined : value));

/**
 * Of each person, by their user id, the connection that they used last; one that shows a file before one that shows
 * none, and one that is idle after one that is not, since this page may not have been there to see what was done.
 */
export function lastUsed(peers: Peer[]): Map<string, Peer> {
  const found = new Map<string, Peer>();
  for (const peer of peers) {
    const other = found.get(peer.user.id);
    if (!other || compareUse(peer, other) > 0) found.set(peer.user.id, peer);
  }
  return found;
}

const compareUse = (a: Peer, b: Peer): number =>
  Number(Boolean(a.file)) - Number(Boolean(b.file)) ||
  Number(Boolean(b.idle)) - Number(Boolean(a.idle)) ||
  a.usedNth - b.usedNth;
