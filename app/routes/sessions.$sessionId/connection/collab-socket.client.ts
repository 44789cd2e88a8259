/** The socket of a page, which sends no frame that the server would close the connection for. */
import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import type * as Y from "yjs";
import { CLOSE } from "../../../../protocol/close-codes.ts";
import { MAX_FRAME_BYTES } from "../../../../protocol/limits.ts";
import { readSyncStep2, withoutDeleted, writeSyncStep2 } from "./sync-frames.client.ts";

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

  override createWebSocketConnection() {
    this.hasSentAll = false;
    return super.createWebSocketConnection();
  }

  /** Where the frame that carries everything is too large, it is sent without deleted text. */
  private shorten(frame: Uint8Array): Uint8Array {
    const { sessionId, ydoc, isFull } = this.options;
    if (!isFull() && frame.byteLength <= MAX_FRAME_BYTES) return frame;
    const update = readSyncStep2(frame);
    return update ? writeSyncStep2(sessionId, withoutDeleted(ydoc, update)) : frame;
  }
}

/** Names the user, so that nothing that was typed here is ever sent under the name of whoever is signed in next. */
function addressFor({ url, sessionId, userId }: Pick<Options, "url" | "sessionId" | "userId">): string {
  return `${url}/collab?session=${sessionId}&user=${userId}`;
}
