/**
 * Knows whether what was typed here is durable (L3, L4): after every edit the server is sent a mark; only its answer to
 * the last one makes "Saved". Nothing else counts as an acknowledgement.
 *
 * safety: `saved` and `away` mean that the server has answered a mark that was sent behind the last edit, on the
 * connection on which it was sent. After an edit, a refusal or a lost connection it takes the answer to a later mark.
 * liveness: while there is a connection and something is unsaved, a mark is outstanding or about to be sent. A mark
 * that is not answered is sent again, what was refused for a passing reason is sent again with growing pauses, and a
 * server that says that it can store and never answers gets a new connection.
 */
import type { UpdateRefusal } from "../../../../protocol/events.ts";

/**
 * `unknown` until the server has answered for the first time. Without a connection nothing is called saved: all that
 * was typed is durable (`away`), or it is not (`offline`).
 */
export type SaveState = "unknown" | "saving" | "saved" | "away" | "not-saved" | "offline";

/** What comes together is marked together. */
const GATHER_MS = 40;
/** A mark that has had no answer for this long is not just slow. */
const SLOW_MS = 3_000;
/** Marks without an answer, from a server that says that it can store, after which it gets a new connection. */
const MAX_ASKED = 6;
/** Pauses before everything is sent again after a refusal: that may be megabytes. */
const RESEND_MS = [200, 1_000, 5_000, 15_000, 60_000];
/** An edit may be the one that makes room. */
const RESEND_EDITED_MS = 5_000;
/** Refusals that end once there is room. */
const ROOM: ReadonlySet<UpdateRefusal> = new Set(["too-large", "too-many-files"]);

type Hooks = {
  sendMark: (n: number) => void;
  /** Sends everything again that the server does not have. */
  resend: () => void;
  /** The server listens and never answers. */
  reconnect: () => void;
  onChange: (state: SaveState, refused: UpdateRefusal | undefined) => void;
  /**
   * What had been typed while there was no connection is durable now: how many edits, and for how long there was none.
   */
  onReturned: (edits: number, awayMs: number) => void;
  /** A mark was answered that had been sent once: how long it took to the server, which stores, and back, in ms. */
  onAnswered: (ms: number) => void;
};

/** A mark, how many edits it covers, and when it was sent: for one with something to store, until it is sent again. */
type Mark = { n: number; edits: number; sentAt: number | undefined };

export class SaveTracker {
  private readonly hooks: Hooks;
  private isOpen = false;
  private storage: "ok" | "delayed" = "ok";
  private refused: UpdateRefusal | undefined;
  private edits = 0;
  private savedEdits = 0;
  private hasAnswer = false;
  /**
   * Not reset on a reconnect, so that a late answer to a mark of an earlier connection matches none of the new ones.
   */
  private lastMark = 0;
  private outstanding: Mark | undefined;
  private refusals = 0;
  private asked = 0;
  private awaySince: number | undefined = Date.now();
  private returned: { edits: number; awayMs: number } | undefined;
  private gatherTimer: ReturnType<typeof setTimeout> | undefined;
  private slowTimer: ReturnType<typeof setTimeout> | undefined;
  private resendTimer: ReturnType<typeof setTimeout> | undefined;
  private resendAt = Infinity;
  private isSlow = false;
  private reported = "";

  constructor(hooks: Hooks) {
    this.hooks = hooks;
  }

  /** How many edits are here that the server may not have. */
  get unsaved(): number {
    return this.edits - this.savedEdits;
  }

  get isUnsaved(): boolean {
    return this.unsaved > 0;
  }

  /** Counts an edit of this page, or one that it has kept from an earlier time. */
  edited() {
    this.edits++;
    if (this.refused && ROOM.has(this.refused)) this.resendIn(RESEND_EDITED_MS);
    this.markSoon();
    this.report();
  }

  /** An earlier visit left edits behind. Where the connection is open already, they are reported as back with it. */
  hadOlderEdits() {
    this.edited();
    if (this.isOpen) this.returned = { edits: this.unsaved, awayMs: 0 };
  }

  /** The document is complete on a new connection: answers from before do not count for what is unsaved now. */
  opened() {
    if (this.awaySince !== undefined) this.returned = { edits: this.unsaved, awayMs: Date.now() - this.awaySince };
    this.awaySince = undefined;
    this.isOpen = true;
    this.outstanding = undefined;
    this.mark();
    this.report();
  }

  closed() {
    this.awaySince ??= Date.now();
    this.isOpen = false;
    this.outstanding = undefined;
    this.returned = undefined;
    this.refused = undefined;
    this.storage = "ok";
    this.isSlow = false;
    this.asked = 0;
    clearTimeout(this.gatherTimer);
    this.gatherTimer = undefined;
    clearTimeout(this.slowTimer);
    this.stopResending();
    this.report();
  }

  durable(n: number) {
    if (!this.outstanding || n < this.outstanding.n) return;
    const { edits, sentAt } = this.outstanding;
    this.savedEdits = edits;
    this.outstanding = undefined;
    this.hasAnswer = true;
    this.refused = undefined;
    this.refusals = 0;
    this.isSlow = false;
    this.asked = 0;
    clearTimeout(this.slowTimer);
    this.stopResending();
    if (this.isUnsaved) this.markSoon();
    this.report();
    if (this.returned && this.returned.edits > 0) this.hooks.onReturned(this.returned.edits, this.returned.awayMs);
    this.returned = undefined;
    if (sentAt !== undefined) this.hooks.onAnswered(performance.now() - sentAt);
  }

  storageIs(state: "ok" | "delayed") {
    this.storage = state;
    this.report();
  }

  /**
   * The server did not take something: everything is sent again, until the server takes it or the reason is one that
   * stays.
   */
  wasRefused(reason: UpdateRefusal) {
    // What builds on something that was not taken is incomplete, which is not the reason to show.
    if (reason !== "incomplete" || !this.refused || !(ROOM.has(this.refused) || this.refused === "layout"))
      this.refused = reason;
    // The refused edit may be one that had been marked, and an answer that is on its way is to an earlier mark.
    if (!this.isUnsaved) this.edits++;
    this.outstanding = undefined;
    this.markSoon();
    if (reason === "incomplete" || reason === "foreign" || ROOM.has(reason)) this.resendSoon();
    this.report();
  }

  /** The reason for the refusal is gone: the person may edit again, or there is room. */
  retry() {
    if (!this.refused) return;
    this.refusals = 0;
    this.resendSoon();
  }

  dispose() {
    this.closed();
    this.reported = "disposed";
  }

  private markSoon() {
    if (!this.isOpen || this.outstanding || this.gatherTimer) return;
    this.gatherTimer = setTimeout(() => {
      this.gatherTimer = undefined;
      this.mark();
    }, GATHER_MS);
  }

  private mark() {
    if (!this.isOpen || this.outstanding) return;
    const sentAt = this.isUnsaved ? performance.now() : undefined;
    this.outstanding = { n: ++this.lastMark, edits: this.edits, sentAt };
    this.ask(this.outstanding.n);
  }

  /** Asks again while there is no answer, with the same mark, so that an answer to an earlier try counts too. */
  private ask(n: number) {
    this.hooks.sendMark(n);
    clearTimeout(this.slowTimer);
    this.slowTimer = setTimeout(() => {
      if (this.outstanding?.n !== n) return;
      this.outstanding.sentAt = undefined;
      this.isSlow = true;
      this.report();
      if (this.storage === "ok" && !this.refused && ++this.asked >= MAX_ASKED) this.hooks.reconnect();
      else this.ask(n);
    }, SLOW_MS);
  }

  private resendSoon() {
    this.resendIn(RESEND_MS[Math.min(this.refusals, RESEND_MS.length - 1)] ?? 0);
  }

  private resendIn(ms: number) {
    const at = Date.now() + ms;
    if (!this.isOpen || at >= this.resendAt) return;
    clearTimeout(this.resendTimer);
    this.resendAt = at;
    this.resendTimer = setTimeout(() => {
      this.resendAt = Infinity;
      this.refusals++;
      this.hooks.resend();
      // Behind what is sent again; the server answers it when all of that has been taken.
      this.outstanding = undefined;
      this.mark();
    }, ms);
  }

  private stopResending() {
    clearTimeout(this.resendTimer);
    this.resendAt = Infinity;
  }

  private get state(): SaveState {
    if (!this.isUnsaved) return !this.hasAnswer ? "unknown" : this.isOpen ? "saved" : "away";
    if (!this.isOpen) return "offline";
    return this.refused || this.storage === "delayed" || this.isSlow ? "not-saved" : "saving";
  }

  private report() {
    const { state, refused } = this;
    const key = `${state} ${refused ?? ""}`;
    if (key === this.reported || this.reported === "disposed") return;
    this.reported = key;
    this.hooks.onChange(state, refused);
  }
}
