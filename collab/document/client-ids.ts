/**
 * Which user each Yjs client id belongs to. Yjs takes whatever comes first under an id and a clock. Anybody who writes
 * under the id of somebody else, whose next edits are on their way or wait on a device without a network, makes those
 * edits vanish from everybody's text while that page still shows them. So an id belongs to the first person who used
 * it, for as long as this node holds the document. Ids of a node that is gone are released: others may have the edits
 * that it lost, and bring them along.
 */
import type { Connection, Document, Extension, afterLoadDocumentPayload } from "@hocuspocus/server";
import * as Y from "yjs";
import { contextOf } from "../connection.ts";
import type { PresenceUser } from "../../protocol/events.ts";

export class ClientIds implements Extension {
  extensionName = "client-ids";
  /** Before Redis' own hook brings the presence of other nodes' people. */
  priority = 1_000;
  /** By document: client id → id of the user. */
  private readonly holders = new WeakMap<Document, Map<number, string>>();

  async afterLoadDocument({ document }: afterLoadDocumentPayload) {
    const holders = this.holdersOf(document);
    // `user` is the server's word, other nodes' included.
    document.awareness.on("update", ({ added, updated }: Record<"added" | "updated", number[]>) => {
      for (const clientId of [...added, ...updated]) {
        const user = document.awareness.getStates().get(clientId)?.user as PresenceUser | undefined;
        if (user && !holders.has(clientId)) holders.set(clientId, user.id);
      }
    });
  }

  isForeign(connection: Connection, clientId: number): boolean {
    const holder = this.holdersOf(connection.document).get(clientId);
    if (holder === undefined) return false;
    const { user, guestIds } = contextOf(connection);
    return holder !== user.id && !guestIds.includes(holder);
  }

  /**
   * Whether an update would add to the edits under a client id of somebody else. What the document has already does not
   * count.
   */
  writesForOthers(connection: Connection, structs: Y.AbstractStruct[]): boolean {
    const { store } = connection.document;
    return structs.some(
      ({ id, length }) => this.isForeign(connection, id.client) && id.clock + length > Y.getState(store, id.client),
    );
  }

  /** Gives a connection the ids that an edit of its own is written under: for clients that say nothing in awareness. */
  claim(connection: Connection, clientIds: number[]): void {
    const { document } = connection;
    if (document.getClients(connection).size > 0) return;
    const holders = this.holdersOf(document);
    for (const clientId of clientIds) if (!holders.has(clientId)) holders.set(clientId, contextOf(connection).user.id);
  }

  /** The node to which these were connected is gone. */
  release(document: Document, clientIds: number[]): void {
    for (const clientId of clientIds) this.holdersOf(document).delete(clientId);
  }

  private holdersOf(document: Document): Map<number, string> {
    let holders = this.holders.get(document);
    if (!holders) this.holders.set(document, (holders = new Map()));
    return holders;
  }
}
