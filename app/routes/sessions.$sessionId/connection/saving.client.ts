/**
 * What is typed on this page until it is durable: the SaveTracker knows whether the server has it, the KeptCopy whether
 * this device does. Both get each edit from here, and what follows is set in the page's state.
 */
import type * as Y from "yjs";
import { carryOver } from "../../../copies.client.ts";
import type { CollabStates } from "./collab-state.ts";
import { KeptCopy } from "./kept-copy.client.ts";
import { SaveTracker } from "./save-tracker.client.ts";

/** From the last edit without a network until it is asked whether everything is on the device. */
const KEEPING_MS = 300;
/** A shorter time without a connection is not mentioned when it is over. */
const SHORT_ABSENCE_MS = 2_000;
/** How long the page shows that edits are synced. */
const RETURNED_SHOWN_MS = 3_000;

type Options = {
  sessionId: string;
  lineage: string;
  ydoc: Y.Doc;
  states: CollabStates;
  sendMark: (n: number) => void;
  /** Sends everything again that the server does not have. */
  resend: () => void;
  /** The server listens and never answers. */
  reconnect: () => void;
  /** The server has stored what a mark was sent for, in so many milliseconds. */
  onAnswered: (ms: number) => void;
};

export class Saving {
  readonly tracker: SaveTracker;
  private readonly options: Options;
  private copy: KeptCopy | undefined;
  private hasOlderEdits = false;
  private isClosed = false;
  private returnedTimer: ReturnType<typeof setTimeout> | undefined;
  private keepingTimer: ReturnType<typeof setTimeout> | undefined;

  /** To be created after the provider, so that it has sent each edit before this is called for it. */
  constructor(options: Options) {
    const { ydoc, sendMark, resend, reconnect, onAnswered } = options;
    this.options = options;
    this.tracker = new SaveTracker({
      sendMark,
      resend,
      reconnect,
      onAnswered,
      onReturned: (edits, awayMs) => this.hasReturned(edits, awayMs),
      onChange: (save, refused) => {
        this.options.states.change({ save, refused, isKeeping: save === "offline" });
        this.copy?.setUnsaved(this.tracker.isUnsaved);
        this.keep();
      },
    });
    ydoc.on("update", this.onUpdate);
    addEventListener("beforeunload", this.warn);
  }

  /**
   * Brings into the document what this device has kept of it for a user, or for the guests that they were. Resolves
   * when it is there, or the browser does not give it.
   */
  async load(userId: string, guestIds: string[]): Promise<void> {
    await this.openCopy(userId, guestIds);
    this.countOlderEdits();
  }

  /** What was typed here stays, and is kept under the user that this page's guest has become. */
  async goOnAs(userId: string, guestIds: string[]): Promise<void> {
    this.copy?.close();
    await this.openCopy(userId, guestIds);
    if (this.isClosed) return;
    if (this.copy?.wasUnsaved) this.tracker.edited();
    this.copy?.setUnsaved(this.tracker.isUnsaved);
  }

  /** Throws away what this device has kept; to be called after `close()`. */
  async discard(): Promise<void> {
    await this.copy?.remove();
  }

  close() {
    this.isClosed = true;
    removeEventListener("beforeunload", this.warn);
    this.options.ydoc.off("update", this.onUpdate);
    clearTimeout(this.returnedTimer);
    this.tracker.dispose();
    clearTimeout(this.keepingTimer);
    this.copy?.close();
  }

  private async openCopy(userId: string, guestIds: string[]) {
    const { sessionId, lineage, ydoc } = this.options;
    await carryOver(guestIds, userId);
    if (this.isClosed) return;
    this.copy = new KeptCopy({
      userId,
      sessionId,
      lineage,
      ydoc,
      onKept: (isKept) => this.options.states.change({ isKept }),
      onLate: () => this.countOlderEdits(),
    });
    await this.copy.load();
  }

  private readonly onUpdate = (_update: Uint8Array, origin: unknown, _ydoc: Y.Doc, { local }: Y.Transaction) => {
    // Of what the copy held its own notes tell, however late it comes.
    if (!local && !this.copy?.isFromOtherTab(origin)) return;
    this.tracker.edited();
    this.keep();
  };

  /** The copy has edits that the server had not called durable: they count as edits of this page. */
  private countOlderEdits() {
    if (this.isClosed || !this.copy?.wasUnsaved) return;
    this.hasOlderEdits = true;
    this.tracker.hadOlderEdits();
  }

  /** Without a network, an edit is shown as kept on this device only once it is stored there. */
  private keep() {
    clearTimeout(this.keepingTimer);
    const { save, isKeeping: wasKeeping } = this.options.states.value;
    const isKeeping = save === "offline";
    if (isKeeping !== wasKeeping) this.options.states.change({ isKeeping });
    if (!isKeeping) return;
    const timer = setTimeout(async () => {
      await this.copy?.written();
      if (timer === this.keepingTimer) this.options.states.change({ isKeeping: false });
    }, KEEPING_MS);
    this.keepingTimer = timer;
  }

  private hasReturned(edits: number, awayMs: number) {
    const isFromBefore = this.hasOlderEdits;
    this.hasOlderEdits = false;
    if (awayMs < SHORT_ABSENCE_MS && !isFromBefore) return;
    this.options.states.change({ returned: { edits, isFromBefore } });
    clearTimeout(this.returnedTimer);
    this.returnedTimer = setTimeout(() => this.options.states.change({ returned: undefined }), RETURNED_SHOWN_MS);
  }

  /** Asks before the page goes away, only while that would lose something. */
  private readonly warn = (event: BeforeUnloadEvent) => {
    if (this.tracker.isUnsaved) event.preventDefault();
  };
}
