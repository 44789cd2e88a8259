/** Looks up again what open connections may do, and what their people are called, and acts on what has changed. */
import type { Connection, Document } from "@hocuspocus/server";
import type { Database } from "../db/client.ts";
import { rolesIn } from "../db/participants.ts";
import { listShownNames } from "../db/shown-name.ts";
import { listLiveSignIns } from "../db/sign-ins.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import type { ServerEvent } from "../protocol/events.ts";
import { closeSocket, contextOf, send } from "./connection.ts";
import { refreshPresence } from "./document/awareness-rules.ts";
import type { ConnectionsOfUsers } from "./door/connections-of-users.ts";

type Sources = { db: Database; users: ConnectionsOfUsers };

const userIdOf = (connection: Connection) => contextOf(connection).user.id;

/**
 * Gives everybody in a document, or one user, the role that they have now; ends the connections of those who have none.
 */
export async function recheckRoles({ db, users }: Sources, document: Document, onlyUserId?: string): Promise<void> {
  const connections = (onlyUserId ? users.of(onlyUserId) : document.getConnections()).filter(
    (connection) => connection.document === document,
  );
  if (connections.length === 0) return;
  const roles = await rolesIn(db, document.name, [...new Set(connections.map(userIdOf))]);
  for (const connection of connections) {
    const context = contextOf(connection);
    const role = roles?.get(context.user.id);
    // Also when another notification of a deleted session comes first.
    if (!roles) closeSocket(connection, CLOSE.sessionDeleted.code, "session deleted");
    else if (!role) closeSocket(connection, CLOSE.accessEnded.code, "access ended");
    else if (role !== context.role) {
      context.role = role;
      refreshPresence(document, connection);
      // Sent after the presence, which leaves at the end of this turn. Otherwise what the page publishes about itself
      // when it gets its role would count as older than what is published for it here, and be ignored.
      setImmediate(send, connection, { type: "role-changed", role } satisfies ServerEvent);
    }
  }
}

/** Ends the connections whose sign-in is over: one user's, or everybody's. */
export async function recheckSignIns({ db, users }: Sources, userId?: string): Promise<void> {
  const connections = userId ? users.of(userId) : users.all();
  const signIns = connections.map((connection) => contextOf(connection).signIn);
  const live = await listLiveSignIns(db, signIns);
  for (const connection of connections)
    if (!live.has(contextOf(connection).signIn.toString("hex")))
      closeSocket(connection, CLOSE.signedOut.code, "signed out");
}

/**
 * A person's shown name depends on who else has the same name: somebody who comes, or takes another name, may change
 * it.
 */
export async function recheckNames({ db }: Pick<Sources, "db">, document: Document): Promise<void> {
  const connections = document.getConnections();
  const userIds = new Set(connections.map(userIdOf));
  if (userIds.size === 0) return;
  const names = await listShownNames(db, document.name, [...userIds]);
  for (const connection of connections) {
    const context = contextOf(connection);
    const name = names.get(context.user.id);
    if (name === undefined || name === context.user.name) continue;
    context.user = { ...context.user, name };
    refreshPresence(document, connection);
  }
}
