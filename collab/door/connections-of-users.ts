import type { connectedPayload, Connection, Extension } from "@hocuspocus/server";
import { type ConnectionContext, contextOf } from "../connection.ts";

/**
 * Which connections each user has on this node. Every authentication asks this: if it looked through all documents each
 * time, the time for thousands to come back would grow with the square of their number.
 */
export class ConnectionsOfUsers implements Extension<ConnectionContext> {
  extensionName = "connections-of-users";
  private readonly byUser = new Map<string, Set<Connection>>();

  async connected({ connection }: connectedPayload) {
    // It may have closed while earlier hooks ran.
    if (!connection.document.hasConnection(connection)) return;
    const { id } = contextOf(connection).user;
    const own = this.byUser.get(id) ?? new Set();
    this.byUser.set(id, own.add(connection));
    connection.onClose(() => {
      own.delete(connection);
      if (own.size === 0 && this.byUser.get(id) === own) this.byUser.delete(id);
    });
  }

  /** A user's open connections. */
  of(userId: string): Connection[] {
    return [...(this.byUser.get(userId) ?? [])];
  }

  all(): Connection[] {
    return [...this.byUser.values()].flatMap((own) => [...own]);
  }
}
