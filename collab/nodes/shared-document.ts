/** One document as several nodes share it: what is sent to the others, and which presence came from which of them. */
import type { Document } from "@hocuspocus/server";
import { type Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

/** Merging grows with the square of the count. */
const MAX_MERGED = 100;
/** Hocuspocus sends a removal to its pages in the next turn, and reads the clock then. */
const FORGET_MS = 20;

type Presences = Record<"added" | "updated" | "removed", number[]>;
/** Both in the encoding of Yjs V1 and y-protocols. */
export type Change = { update: Uint8Array | undefined; awareness: Uint8Array | undefined };

export type SharedDocumentOptions = {
  document: Document;
  /** The origin of what other nodes have sent. */
  foreignOrigin: unknown;
  /** Whether another node may have the document, and is to be told. */
  isShared: () => boolean;
  /** What this node's people have changed since the last turn of the event loop, merged, while it is shared. */
  onChange: (change: Change) => void;
  /** Somebody who is said to be gone may be with another node by now. */
  onMaybeMoved: () => void;
};

export class SharedDocument {
  readonly document: Document;
  /** The node from which the change that is being applied came. */
  receivingFrom = "";
  /** It has changed since the last handshake. */
  hasChanged = false;
  private readonly options: SharedDocumentOptions;
  private updates: Uint8Array[] = [];
  private readonly changedClients = new Set<number>();
  private scheduled: NodeJS.Immediate | undefined;
  /** Which node each awareness client of another node came from. */
  private readonly homes = new Map<number, string>();

  constructor(options: SharedDocumentOptions) {
    this.options = options;
    this.document = options.document;
    const { document, foreignOrigin, isShared } = options;
    document.on("update", (update: Uint8Array, origin: unknown) => {
      this.hasChanged = true;
      if (origin !== foreignOrigin && isShared()) this.add(update);
    });
    document.awareness.on("update", (presences: Presences, origin: unknown) =>
      origin === foreignOrigin ? this.noteHomes(presences) : this.presencesChanged(presences),
    );
  }

  /** Sends what has gathered, now. */
  flush(): void {
    if (!this.scheduled) return;
    this.cancel();
    const { updates, changedClients } = this;
    const { awareness } = this.document;
    const update = updates.length > 1 ? Y.mergeUpdates(updates) : updates[0];
    const clients = [...changedClients].filter((client) => awareness.meta.has(client));
    this.updates = [];
    changedClients.clear();
    if (!update && clients.length === 0) return;
    this.options.onChange({
      update,
      awareness: clients.length > 0 ? encodeAwarenessUpdate(awareness, clients) : undefined,
    });
  }

  /** Sends nothing more of what has gathered. */
  cancel(): void {
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
  }

  /** The presence of those who are connected to this node. */
  ownPresence(): Uint8Array | undefined {
    const { awareness } = this.document;
    const clients = [...awareness.getStates().keys()].filter((client) => !this.homes.has(client));
    return clients.length > 0 ? encodeAwarenessUpdate(awareness, clients) : undefined;
  }

  /** The awareness clients that came from a node. */
  clientsOf(nodeId: string): number[] {
    return [...this.homes].filter(([, home]) => home === nodeId).map(([client]) => client);
  }

  /**
   * Makes the last state of a removed client acceptable again: if they come back over another node, it counts as new.
   * This is done later, and not by removing its clock, since that is read once more.
   */
  forgetClock(client: number): void {
    const { states, meta }: Awareness = this.document.awareness;
    setTimeout(() => {
      if (!states.has(client)) meta.set(client, { clock: 0, lastUpdated: Date.now() });
    }, FORGET_MS).unref();
  }

  private noteHomes({ added, updated, removed }: Presences) {
    for (const client of [...added, ...updated]) this.homes.set(client, this.receivingFrom);
    for (const client of removed) this.homes.delete(client);
  }

  private presencesChanged({ added, updated, removed }: Presences) {
    for (const client of [...added, ...updated, ...removed]) {
      const isElsewhere = this.homes.delete(client) && removed.includes(client);
      if (!isElsewhere) {
        if (this.options.isShared()) this.addClient(client);
        continue;
      }
      // A page that went to another node before its lost socket was noticed here has not left.
      this.forgetClock(client);
      this.options.onMaybeMoved();
    }
  }

  private add(update: Uint8Array) {
    this.schedule();
    if (this.updates.push(update) >= MAX_MERGED) this.flush();
  }

  private addClient(client: number) {
    this.schedule();
    this.changedClients.add(client);
  }

  private schedule() {
    this.scheduled ??= setImmediate(() => this.flush());
  }
}

/** How long must pass after a removal before the states of others are asked for again. */
export const SETTLED_MS = 2 * FORGET_MS;
