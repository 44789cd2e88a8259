/** Asks the node that this page is connected to what it is, and whether its text is the same as the page's. */
import type * as Y from "yjs";
import type { ClientEvent, ServerEvent } from "../../../../protocol/events.ts";
import type { Collab } from "./collab.client.ts";
import { contentHash } from "./content-hash.ts";

/** After which an answer does not count any more. */
const TIMEOUT_MS = 5_000;

type Checked = Extract<ServerEvent, { type: "checked" }>;
export type CheckResult = Pick<Checked, "node" | "region" | "version" | "storage" | "otherNodes"> & {
  roundTripMs: number;
  /** By how much this device's clock is ahead of the server's, in milliseconds; half of the round trip may be off. */
  clockAheadMs: number;
  serverHash: string;
  ownHash: string;
};

export class SelfCheck {
  private readonly ydoc: Y.Doc;
  private readonly send: (event: ClientEvent) => void;
  private readonly waiting = new Map<number, (answer: Checked) => void>();
  private readonly stop: () => void;
  private asked = 0;
  /** Of the text as it is, until it changes. */
  private knownHash: string | undefined;

  constructor({ ydoc, onEvent, send }: Pick<Collab, "ydoc" | "onEvent" | "send">) {
    this.ydoc = ydoc;
    this.send = send;
    const forget = () => (this.knownHash = undefined);
    ydoc.on("update", forget);
    const stopListening = onEvent((event) => {
      if (event.type === "checked") this.waiting.get(event.n)?.(event);
    });
    this.stop = () => {
      ydoc.off("update", forget);
      stopListening();
    };
  }

  /** Undefined where no answer came in time. */
  async run(): Promise<CheckResult | undefined> {
    const n = ++this.asked;
    const [sentAt, hashBefore] = [performance.now(), this.hash()];
    const answer = await new Promise<Checked | undefined>((resolve) => {
      const timer = setTimeout(resolve, TIMEOUT_MS, undefined);
      this.waiting.set(n, (checked) => {
        clearTimeout(timer);
        resolve(checked);
      });
      this.send({ type: "check", n });
    });
    this.waiting.delete(n);
    if (!answer) return;
    const roundTripMs = performance.now() - sentAt;
    const { node, region, version, storage, otherNodes, at, hash } = answer;
    // What was written here since is not known there yet.
    const ownHash = hash === hashBefore ? hashBefore : this.hash();
    const clockAheadMs = Date.now() - roundTripMs / 2 - at;
    return { node, region, version, storage, otherNodes, roundTripMs, clockAheadMs, serverHash: hash, ownHash };
  }

  dispose() {
    this.stop();
  }

  private hash(): string {
    return (this.knownHash ??= contentHash(this.ydoc));
  }
}
