/** The server's events: they change what this page knows of its connection, and are passed on to whoever subscribes. */
import { mayEdit, type Role } from "../../../../protocol/entities.ts";
import { parseEvent, type ServerEvent, serverEventSchema } from "../../../../protocol/events.ts";
import { NEARLY_FULL_BYTES } from "../../../../protocol/limits.ts";
import { Listeners } from "../observable.ts";
import type { CollabStates } from "./collab-state.ts";
import type { SaveTracker } from "./save-tracker.client.ts";

/** Every page of a node gets `refetch` at the same time and makes four requests, which are spread over this time. */
const REFETCH_SPREAD_MS = 2_000;

export class ServerEvents {
  private readonly states: CollabStates;
  private readonly tracker: SaveTracker;
  private readonly listeners = new Listeners<ServerEvent>();

  constructor(states: CollabStates, tracker: SaveTracker) {
    this.states = states;
    this.tracker = tracker;
  }

  readonly subscribe = this.listeners.add;

  /** A stateless message as it came; those that this page does not know are ignored. */
  receive(payload: string) {
    const event = parseEvent(serverEventSchema, payload);
    if (!event) return;
    if (event.type === "durable") this.tracker.durable(event.n);
    else if (event.type === "refused") this.tracker.wasRefused(event.reason);
    else if (event.type === "storage") this.tracker.storageIs(event.state);
    else if (event.type === "nearly-full") this.sizeIs(event.bytes);
    else if (event.type === "damaged") this.states.change({ isDamaged: true });
    else if (event.type === "role-changed") this.roleIs(event.role);
    else if (event.type === "refetch")
      return void setTimeout(() => this.listeners.call(event), Math.random() * REFETCH_SPREAD_MS);
    this.listeners.call(event);
  }

  /** Events may have been missed while there was no connection: roles, messages, titles are asked for at once. */
  missedSome() {
    this.listeners.call({ type: "refetch" });
  }

  roleIs(role: Role) {
    this.states.change({ role });
    if (mayEdit(role)) this.tracker.retry();
  }

  /** Nobody is called from here on. */
  close() {
    this.listeners.close();
  }

  private sizeIs(bytes: number) {
    const isNearlyFull = bytes > NEARLY_FULL_BYTES;
    this.states.change({ nearlyFull: isNearlyFull ? bytes : undefined });
    if (!isNearlyFull) this.tracker.retry();
  }
}
