/**
 * Who may publish what in awareness. A page may write only its own client id, and only the fields of `presenceSchema`;
 * `user` is written here, from the sign-in, so that nobody appears under another's name or colour.
 */
import type { beforeHandleAwarenessPayload, Connection, Extension } from "@hocuspocus/server";
import { type ConnectionContext, contextOf, presenceUser } from "../connection.ts";
import type { ClientIds } from "./client-ids.ts";
import { presenceSchema } from "../../protocol/events.ts";
import { MAX_PRESENCE_BYTES } from "../../protocol/limits.ts";

const MAX_CLIENT_IDS = 2;

export class AwarenessRules implements Extension<ConnectionContext> {
  extensionName = "awareness-rules";
  private readonly clientIds: ClientIds;
  private readonly idsOf = new WeakMap<Connection, Set<number>>();

  constructor(clientIds: ClientIds) {
    this.clientIds = clientIds;
  }

  async beforeHandleAwareness({ connection, states }: beforeHandleAwarenessPayload) {
    if (!connection) return;
    const own = this.idsOf.get(connection) ?? new Set<number>();
    this.idsOf.set(connection, own);
    for (const [clientId, state] of states) {
      // Hocuspocus decodes into a scratch Awareness, whose own empty state is among them.
      if (Object.keys(state).length === 0) {
        states.delete(clientId);
        continue;
      }
      const foreign =
        this.clientIds.isForeign(connection, clientId) || (!own.has(clientId) && own.size >= MAX_CLIENT_IDS);
      const presence = presenceSchema.safeParse(state);
      if (foreign || !presence.success || JSON.stringify(presence.data).length > MAX_PRESENCE_BYTES) {
        states.delete(clientId);
        continue;
      }
      own.add(clientId);
      states.set(clientId, { ...presence.data, user: presenceUser(contextOf(connection)) });
    }
  }
}
