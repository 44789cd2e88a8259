/** The socket of a page, which sends no frame that the server would close the connection for. */
import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";
import { CLOSE } from "../../../../protocol/close-codes.ts";
import { MAX_FRAME_BYTES } from "../../../../protocol/limits.ts";
import { FrameBatch } from "./frame-batch.ts";
import { kindOf, readSyncStep2, withoutDeleted, writeSyncStep2 } from "./sync-frames.client.ts";

/** Pauses before the socket is opened again: they grow from the least to the most. */
const RECONNECT_DELAYS_MS = { delay: 500, minDelay: 300, maxDelay: 3_000 };
/** The provider's own bound on silence. Ours (liveness.client.ts) is shorter. */
const PROVIDER_SILENCE_MS = 120_000;

type Options = {
  /** Where collab is, as `wss://host`. */
  url: string;
  sessionId: string;
  userId: string;
  ydoc: Y.Doc;
  /** The server has said that the document is too large. */
  isFull: () => boolean;
  /** A frame was not sent, because it was too large even in its shortest form. */
  onTooLarge: () => void;
};

export class CollabSocket extends HocuspocusProviderWebsocket {
  private readonly options: Options;
  /** The frame that carries everything has been sent on this connection. */
  private hasSentAll = false;
  private readonly batch = new FrameBatch<MessageEvent<ArrayBuffer>>((events) => this.deliver(events));

  /** Nothing is opened before `connect()`. */
  constructor(options: Options) {
    super({
      url: addressFor(options),
      autoConnect: false,
      messageReconnectTimeout: PROVIDER_SILENCE_MS,
      ...RECONNECT_DELAYS_MS,
    });
    this.options = options;
  }

  /** The next connection is that of another user. */
  setUser(userId: string) {
    this.setConfiguration({ url: addressFor({ ...this.options, userId }) });
  }

  /** Gives the socket up as if it had been closed. */
  lose() {
    this.emit("close", { event: { code: CLOSE.idle.code, reason: "offline" } });
  }

  /**
   * When a frame is too large to be sent, the server lacks something without knowing it, so it must answer no more
   * marks. On a new connection, where the frame that carries everything is never sent, it answers none.
   */
  override send(whole: Uint8Array) {
    const frame = this.shorten(whole);
    if (frame.byteLength <= MAX_FRAME_BYTES) {
      this.hasSentAll ||= readSyncStep2(frame) !== undefined;
      return super.send(frame);
    }
    if (this.hasSentAll) this.lose();
    this.options.onTooLarge();
  }

  /** What others write, and where they are, is taken together when it comes faster than anyone can see. */
  protected override emit(name: string, ...args: unknown[]) {
    const [event] = args as [MessageEvent<ArrayBuffer>];
    if (name === "message" && kindOf(new Uint8Array(event.data)) !== "other") {
      this.batch.add(event);
      return this;
    }
    if (name === "message" || name === "close") this.batch.flush();
    if (name === "destroy") this.batch.clear();
    return super.emit(name, ...args);
  }

  override createWebSocketConnection() {
    this.hasSentAll = false;
    return super.createWebSocketConnection();
  }

  /** All edits as one transaction, which is shown and kept at once; then where people are in what it has become. */
  private deliver(events: MessageEvent<ArrayBuffer>[]) {
    const { ydoc, sessionId } = this.options;
    const [edits, presence] = partition(events, ({ data }) => kindOf(new Uint8Array(data)) === "update");
    const emit = (event: MessageEvent) => {
      try {
        super.emit("message", event);
      } catch (error) {
        // As where a listener of the socket throws: the next one is taken all the same.
        reportError(error);
      }
    };
    // The provider sends what has another origin.
    const origin = this.configuration.providerMap.get(sessionId);
    if (edits.length > 1) Y.transact(ydoc, () => edits.forEach(emit), origin, false);
    else edits.forEach(emit);
    presence.forEach(emit);
  }

  /** Where the frame that carries everything is too large, it is sent without deleted text. */
  private shorten(frame: Uint8Array): Uint8Array {
    const { sessionId, ydoc, isFull } = this.options;
    if (!isFull() && frame.byteLength <= MAX_FRAME_BYTES) return frame;
    const update = readSyncStep2(frame);
    return update ? writeSyncStep2(sessionId, withoutDeleted(ydoc, update)) : frame;
  }
}

/**
 * Names the user, so that nothing that was typed here is ever sent under the name of whoever is signed in next, and
 * asks for presence that says only what has changed (brief-awareness.client.ts).
 */
function addressFor({ url, sessionId, userId }: Pick<Options, "url" | "sessionId" | "userId">): string {
  return `${url}/collab?session=${sessionId}&user=${userId}&presence=brief`;
}

function partition<T>(all: T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}
