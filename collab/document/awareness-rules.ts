/**
 * Who may publish what in awareness. A page may write only its own client id, and only the fields of `presenceSchema`;
 * `user` is written here, from the sign-in, so that nobody appears under another's name or colour.
 */
import type { beforeHandleAwarenessPayload, Connection, Document, Extension } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { type ConnectionContext, contextOf, originOf, presenceUser } from "../connection.ts";
import type { ClientIds } from "./client-ids.ts";
import { type Presence, presenceSchema } from "../../protocol/events.ts";
import { MAX_PRESENCE_BYTES } from "../../protocol/limits.ts";

const MAX_CLIENT_IDS = 2;

export class AwarenessRules implements Extension<ConnectionContext> {
  extensionName = "awareness-rules";
  private readonly clientIds: ClientIds;
  private readonly idsOf = new WeakMap<Connection, Set<number>>();

  constructor(clientIds: ClientIds) {
    this.clientIds = clientIds;
  }

  /** Hocuspocus would make a document of each message: `take` does without, and no other way leads in. */
  async beforeHandleAwareness({ connection }: beforeHandleAwarenessPayload) {
    if (connection) throw new Error("Presence that no rule has seen.");
  }

  /**
   * Takes what a page says, in the encoding of y-protocols. What it may not say is passed over. Returns false for a
   * message that does not decode, of which nothing was taken.
   */
  take(connection: Connection, update: Uint8Array): boolean {
    const said = readAwareness(update);
    if (!said) return false;
    for (const { clientId, clock, state, chars } of said) {
      const presence = this.allowed(connection, clientId, state, chars);
      if (presence) publish(connection, clientId, clock, presence);
    }
    return true;
  }

  private allowed(connection: Connection, clientId: number, state: unknown, chars: number): Presence | undefined {
    // A page that has nothing to say yet; one that says that it is gone (null) has `away` for that.
    if (typeof state !== "object" || state === null || Object.keys(state).length === 0) return;
    const own = this.idsOf.get(connection) ?? new Set<number>();
    this.idsOf.set(connection, own);
    if (this.clientIds.isForeign(connection, clientId)) return;
    if (!own.has(clientId) && own.size >= MAX_CLIENT_IDS) return;
    const { data } = presenceSchema.safeParse(state);
    if (!data || (chars > MAX_PRESENCE_BYTES && JSON.stringify(data).length > MAX_PRESENCE_BYTES)) return;
    own.add(clientId);
    return data;
  }
}

type Said = { clientId: number; clock: number; state: unknown; chars: number };

function readAwareness(update: Uint8Array): Said[] | undefined {
  try {
    const decoder = decoding.createDecoder(update);
    const said: Said[] = [];
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      const [clientId, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
      const json = decoding.readVarString(decoder);
      said.push({ clientId, clock, state: JSON.parse(json) as unknown, chars: json.length });
    }
    return said;
  } catch {
    return;
  }
}

/** As y-protocols does it: only what has a later clock than what is known. */
function publish(connection: Connection, clientId: number, clock: number, presence: Presence) {
  const { awareness } = connection.document;
  if ((awareness.meta.get(clientId)?.clock ?? 0) >= clock) return;
  const isNew = !awareness.states.has(clientId);
  setPresence(connection.document, clientId, clock, { ...presence, user: presenceUser(contextOf(connection)) });
  const [added, updated] = isNew ? [[clientId], []] : [[], [clientId]];
  awareness.emit("update", [{ added, updated, removed: [] }, originOf(connection)]);
}

/** Writes a state without telling anybody. */
function setPresence({ awareness }: Document, clientId: number, clock: number, state: Record<string, unknown>) {
  awareness.states.set(clientId, state);
  awareness.meta.set(clientId, { clock, lastUpdated: Date.now() });
}

/** Others see a changed role or name at once, not with the next caret. */
export function refreshPresence(document: Document, connection: Connection): void {
  const { awareness } = document;
  for (const clientId of document.getClients(connection) as Set<number>) {
    const state = awareness.getStates().get(clientId);
    const meta = awareness.meta.get(clientId);
    if (!state || !meta) continue;
    // Pages take a state only with a later clock than the one they know; theirs moves on with it.
    setPresence(document, clientId, meta.clock + 1, { ...state, user: presenceUser(contextOf(connection)) });
    awareness.emit("update", [{ added: [], updated: [clientId], removed: [] }, "role"]);
  }
}
