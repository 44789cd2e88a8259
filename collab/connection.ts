/** What a connection knows about its person, and what can be done with it: send it an event, and end it. */
import {
  type Connection,
  type ConnectionTransactionOrigin,
  type Document,
  type Hocuspocus,
  isTransactionOrigin,
} from "@hocuspocus/server";
import type { Role } from "../db/schema.ts";
import type { User } from "../db/users.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import type { PresenceUser, ServerEvent } from "../protocol/events.ts";

/** Found out by `Authenticate`; `user.name`, `role` and `isOver` change while the connection is open. */
export type ConnectionContext = {
  /**
   * With the name that they have in this session, which is their own unless somebody else there had that name first.
   */
  user: User;
  /** Who they were as guests: what they wrote then is theirs. */
  guestIds: string[];
  color: string;
  role: Role;
  /** The hash of the sign-in. */
  signIn: Buffer;
  /** When all this was looked up, by `performance.now()`; what changed since is in a notification. */
  checkedAt: number;
  /** Its access has ended, and its socket is being closed: nothing of it is taken any more. */
  isOver?: true;
};

/** Hocuspocus types it as anything: `Authenticate` returned it. */
export const contextOf = ({ context }: Pick<Connection, "context">) => context as ConnectionContext;

const origins = new WeakMap<Connection, ConnectionTransactionOrigin>();

/** The origin of what a connection writes, as Hocuspocus has it. */
export function originOf(connection: Connection): ConnectionTransactionOrigin {
  let origin = origins.get(connection);
  if (!origin) origins.set(connection, (origin = { source: "connection", connection }));
  return origin;
}

/** Which connection something comes from; undefined for another node, and for the server itself. */
export const connectionOf = (origin: unknown): Connection | undefined =>
  isTransactionOrigin(origin) && origin.source === "connection" ? origin.connection : undefined;

/** What the others in a document see of a connection's person. */
export const presenceUser = ({ user, color, role }: ConnectionContext): PresenceUser => ({
  id: user.id,
  name: user.name,
  color,
  avatar: user.avatarUrl,
  role,
  guest: user.guest,
});

/** Sends an event to one connection. */
export const send = (connection: Connection, event: ServerEvent) => connection.sendStateless(JSON.stringify(event));

/** Sends an event to everybody who is connected to this node's copy of a document. */
export const broadcast = (document: Document, event: ServerEvent) => document.broadcastStateless(JSON.stringify(event));

/** Closes the socket itself: Hocuspocus' own `connection.close()` leaves the page sending into the void. */
export function closeSocket(connection: Connection, code: number, reason: string) {
  contextOf(connection).isOver = true;
  connection.webSocket.close(code, reason);
}

/** Sends everybody in a document away who should come back: a new authentication says what has become of it. */
export function restartConnections(hocuspocus: Hocuspocus, sessionId: string): void {
  for (const connection of hocuspocus.documents.get(sessionId)?.getConnections() ?? [])
    closeSocket(connection, CLOSE.restart.code, "not stored");
}
