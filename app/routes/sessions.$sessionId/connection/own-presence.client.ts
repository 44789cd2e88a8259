/** What this page publishes of itself by awareness: its file, its selections, whether somebody types or is idle. */
import type { HocuspocusProvider } from "@hocuspocus/provider";
import { uint32 } from "lib0/random";
import { removeAwarenessStates } from "y-protocols/awareness";
import type { Presence } from "../../../../protocol/events.ts";
import { PRESENCE_INTERVAL_MS } from "../../../../protocol/limits.ts";

export class OwnPresence {
  private readonly provider: HocuspocusProvider;
  private presence: Presence = { file: null };
  private publishedAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(provider: HocuspocusProvider) {
    this.provider = provider;
    this.announce();
  }

  /** Publishes what has changed to the others: merged, and at most ten times a second. */
  publish(change: Presence) {
    this.presence = { ...this.presence, ...change };
    if (this.timer) return;
    const wait = Math.max(0, this.publishedAt + PRESENCE_INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.publishedAt = Date.now();
      this.announce();
    }, wait);
  }

  /** Publishes all of it with a later clock, so that it is accepted even where this page was thought to be gone. */
  announce() {
    this.provider.awareness?.setLocalState(this.presence);
  }

  /**
   * To be called at the end of a connection: what is written without a connection gets an id that nobody else can have
   * used.
   */
  renewClientId() {
    const { awareness, document } = this.provider;
    const known = document.clientID;
    document.clientID = uint32();
    if (!awareness) return;
    awareness.clientID = document.clientID;
    removeAwarenessStates(awareness, [known], this.provider);
    this.announce();
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
