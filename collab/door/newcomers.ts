/**
 * Sockets on which nobody has signed in yet: they get ten seconds and 64 kB, whatever they send, and are closed at the
 * first malformed frame. Hocuspocus' own deadline comes with its idle time-out, and it bounds only what it queues: a
 * token of 8 MB, or a stream of refused ones, would pass. `ws` holds a frame until it is whole, so `ws` gets the bound
 * too, and ends a client that announces more. Once somebody has signed in, none of this applies any more.
 */
import type { Extension, Hocuspocus } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { MAX_UNAUTHENTICATED_BYTES, UNAUTHENTICATED_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { CollabMetrics } from "../metrics.ts";
import type { NodeSocket } from "./node-socket.ts";
import { CLOSE } from "../../protocol/close-codes.ts";

const HARD_CLOSE_MS = 1_000;

export class Newcomers implements Extension {
  extensionName = "newcomers";
  private readonly metrics: Pick<CollabMetrics, "refused">;
  private readonly settle = new WeakMap<Request, () => void>();

  constructor({ metrics }: { metrics: Pick<CollabMetrics, "refused"> }) {
    this.metrics = metrics;
  }

  /** There is no hook for a socket without a document, so we wrap the one function that each passes through. */
  async onConfigure({ instance }: { instance: Hocuspocus }) {
    const handleConnection = instance.handleConnection.bind(instance);
    instance.handleConnection = (socket, request, context) => {
      const client = handleConnection(socket, request, context);
      const { handleMessage, handleClose } = client;
      const nodeSocket = socket as unknown as NodeSocket;
      let bytes = 0;
      let closed = false;
      const end = (code: number, sentence: string, reason: "idle" | "too-big" | "malformed") => {
        if (closed) return;
        closed = true;
        this.metrics.refused.inc({ reason });
        socket.close(code, sentence);
        // A client that does not answer the closing handshake would stay for half a minute.
        setTimeout(() => nodeSocket.terminate(), HARD_CLOSE_MS).unref();
      };
      const { _receiver: receiver } = nodeSocket;
      const { _maxPayload } = receiver;
      receiver._maxPayload = MAX_UNAUTHENTICATED_BYTES;
      const onError = ({ code }: { code?: string }) =>
        code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH" && this.metrics.refused.inc({ reason: "too-big" });
      nodeSocket.on("error", onError);
      const timer = setTimeout(() => end(CLOSE.idle.code, "nobody signed in", "idle"), UNAUTHENTICATED_TIMEOUT_MS);
      // Nothing of all this stays: it would take a kilobyte of each connection.
      this.settle.set(request, () => {
        clearTimeout(timer);
        Object.assign(client, { handleMessage, handleClose });
        receiver._maxPayload = _maxPayload;
        nodeSocket.off("error", onError);
        this.settle.delete(request);
      });
      client.handleMessage = (data) => {
        if (closed) return;
        bytes += data.byteLength;
        if (bytes > MAX_UNAUTHENTICATED_BYTES) end(CLOSE.tooBig.code, "too much before signing in", "too-big");
        else if (!hasAddress(data)) end(CLOSE.malformed.code, "malformed", "malformed");
        else handleMessage(data);
      };
      client.handleClose = (event) => {
        closed = true;
        clearTimeout(timer);
        handleClose.call(client, event);
      };
      return client;
    };
  }

  /** Comes after `Authenticate` in the list: a connection that is refused there never gets here. */
  async onAuthenticate({ request }: { request: Request }) {
    this.settle.get(request)?.();
  }
}

/**
 * Whether a frame begins with a document's name; Hocuspocus looks names up in plain objects, so not with `__proto__`.
 */
function hasAddress(frame: Uint8Array): boolean {
  try {
    const address = decoding.readVarString(decoding.createDecoder(frame));
    return ![address, address.split("\0", 1)[0] ?? ""].some((name) => name in Object.prototype);
  } catch {
    return false;
  }
}
