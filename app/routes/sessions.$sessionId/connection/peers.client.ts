import type { Awareness } from "y-protocols/awareness";
import type { Presence, PresenceUser } from "../../../../protocol/events.ts";

/** Somebody's connection: their presence as the server passed it on. */
export type Peer = Presence & { clientId: number; user: PresenceUser };

/** The other connections of which awareness knows, but for those that have published that they are away. */
export function peersIn(awareness: Awareness): Peer[] {
  return [...awareness.getStates()]
    .filter(([clientId]) => clientId !== awareness.clientID)
    .map(([clientId, state]) => ({ ...(state as Presence & { user?: PresenceUser }), clientId }))
    .filter((peer): peer is Peer => Boolean(peer.user?.id) && !peer.away);
}
