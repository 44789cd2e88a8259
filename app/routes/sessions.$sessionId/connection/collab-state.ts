import type { Ending } from "../../../../protocol/close-codes.ts";
import type { Role } from "../../../../protocol/entities.ts";
import type { UpdateRefusal } from "../../../../protocol/events.ts";
import { Observable } from "../observable.ts";
import type { SaveState } from "./save-tracker.client.ts";

export type ConnectionStatus =
  /** The document has not been complete on this page yet: nothing can be typed. */
  | "connecting"
  /** The document is complete, and edits go both ways. */
  | "open"
  /** It was open and is to be open again: people go on reading and typing. */
  | "reconnecting";

/** Why there is no connection although the page asks for one; it goes on asking. */
export type Waiting =
  /** The server cannot open the document right now, as while Postgres is away. */
  | "unavailable"
  /** As many people are in the session as may be. */
  | "full"
  /** This person has as many pages open as one may. */
  | "too-many-pages"
  /** As many sockets came from this network as may in that time. */
  | "too-many-sockets"
  /** Something between the page and the server lets no WebSocket through. */
  | "blocked";

/** What the page shows of its connection. */
export type CollabState = {
  connection: ConnectionStatus;
  /** When the connection was last opened, in milliseconds since 1970. */
  openedAt?: number;
  /** The code with which the last connection was closed. */
  closedBy?: number;
  /** The document has been complete at least once. */
  ready: boolean;
  waiting?: Waiting;
  /** When the server takes sockets from this network again, in seconds from when it was asked. */
  waitSeconds?: number;
  /** The session is over for this page, which does not connect again. */
  ending?: Ending;
  role: Role;
  save: SaveState;
  /** Why the server did not take what was written here. */
  refused?: UpdateRefusal;
  /** Set for a moment: edits made without a connection, or on an earlier visit, are durable now. */
  returned?: { edits: number; isFromBefore: boolean };
  /** Without a network, what is typed survives this tab. */
  isKept: boolean;
  /** Without a network, the last of what was typed is still being written to the device. */
  isKeeping: boolean;
  /** Bytes of a document that is nearly full. */
  nearlyFull?: number;
  /** The stored document is damaged: for reading only, whatever the role. */
  isDamaged?: boolean;
  /** How long it took last until the server had stored what was typed here and said so. */
  roundTripMs?: number;
};

/** Before the server has answered anything. */
export const initialState = (role: Role): CollabState => ({
  connection: "connecting",
  ready: false,
  role,
  save: "unknown",
  isKept: false,
  isKeeping: false,
});

/** The state as it is now, for those who change it and those who follow it. */
export class CollabStates extends Observable<CollabState> {
  change(change: Partial<CollabState>) {
    this.set({ ...this.value, ...change });
  }
}
