import * as Y from "yjs";
import type { Connection, Uplink } from "./connection.ts";
import { type Trace, type Txn, typePatches } from "./traces.ts";

/**
 * Somebody who types their part of a recording. What they type leaves only once the other is about to type what
 * followed from it: so each transaction meets exactly the text that it was recorded on, while both write at the same
 * time.
 */
export class Typist {
  private readonly trace: Trace;
  private readonly page: Connection;
  private readonly uplink: Uplink;
  /** For each of their transactions: how many frames were sent after it, and by what it is known to have arrived. */
  private readonly typed: { frames: number; clock: number; deleted: Y.ID[] }[] = [];
  private onTyped = () => {};
  /** How many of the other's transactions their text holds. */
  private seen = 0;

  /** The page has to be synced; from here on its uplink is held. */
  constructor(trace: Trace, { page, uplink }: { page: Connection; uplink: Uplink }) {
    this.trace = trace;
    this.page = page;
    this.uplink = uplink;
    uplink.hold();
  }

  async type(txns: Txn[], other: Typist) {
    const { ydoc, text } = this.page;
    for (const { patches, seen } of txns) {
      await this.see(seen, other);
      const { afterState, deleteSet } = typePatches(text(), patches, this.trace);
      this.typed.push({
        frames: this.uplink.count,
        clock: afterState.get(ydoc.clientID) ?? 0,
        deleted: idsIn(deleteSet),
      });
      this.onTyped();
    }
  }

  /** Waits until their text holds the first `count` transactions of the other. Throws when it holds more. */
  async see(count: number, other: Typist) {
    if (this.seen === count) return;
    await other.send(count);
    for (; this.seen < count; this.seen++) {
      while (!this.holds(other, this.seen))
        await new Promise<void>((resolve) => this.page.ydoc.once("update", () => resolve()));
    }
    if (this.clockOf(other) !== other.typed[count - 1]?.clock) throw new Error("More has arrived than was sent.");
  }

  /** Lets their first `count` transactions leave, as soon as they have typed them. */
  private async send(count: number) {
    while (this.typed.length < count) await new Promise<void>((resolve) => (this.onTyped = resolve));
    this.uplink.letThrough(this.typed[count - 1]?.frames ?? 0);
  }

  private holds(other: Typist, index: number): boolean {
    const txn = other.typed[index];
    return (
      txn !== undefined &&
      this.clockOf(other) >= txn.clock &&
      txn.deleted.every((id) => Y.getItem(this.page.ydoc.store, id).deleted)
    );
  }

  private clockOf = ({ page }: Typist) => Y.getState(this.page.ydoc.store, page.ydoc.clientID);
}

const idsIn = ({ clients }: Y.Transaction["deleteSet"]) =>
  [...clients].flatMap(([client, ranges]) =>
    ranges.flatMap(({ clock, len }) => Array.from({ length: len }, (_, i) => Y.createID(client, clock + i))),
  );
