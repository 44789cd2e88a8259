/**
 * Hands sockets of /collab over to the collab process beside us, where one process has started both: what people type
 * then takes no time here, and their sockets outlive us. Sockets stay with us where nobody says that they are taken.
 */
import type { SendHandle } from "node:child_process";
import type { Duplex } from "node:stream";
import { asChannelMessage, type ChannelMessage } from "../../protocol/handed-sockets.ts";

const LOOK_FOR_PARENT_MS = 2_000;

type Handle = SendHandle & { readStop: () => void };

export class HandOver {
  /** Whether there is anybody to hand sockets to. */
  isOn = false;
  private lastId = 0;
  private readonly waiting = new Map<number, (isTaken: boolean) => void>();

  constructor() {
    process.on("message", this.hear);
  }

  /**
   * Hands over a socket, of which `bytes` have been read; what waits in it goes along. True when it has been taken, and
   * is closed here; false when collab does not run, or hangs, and might take it yet: all that may be done with it
   * then is to end it.
   */
  async give(socket: Duplex, bytes: Buffer): Promise<boolean> {
    const { _handle: handle } = socket as unknown as { _handle: Handle | null };
    if (!handle) return false;
    const waitingBytes = (socket.read() as Buffer | null) ?? Buffer.alloc(0);
    // Synchronously after that: whatever is read here from now on would be lost. Node goes on reading a socket that it
    // sends, so we send its handle alone.
    handle.readStop();
    const isTaken = await this.ask(Buffer.concat([bytes, waitingBytes]).toString("latin1"), handle);
    if (isTaken) socket.destroy();
    return isTaken;
  }

  close() {
    process.off("message", this.hear);
  }

  private async ask(bytes: string, handle: Handle): Promise<boolean> {
    const id = ++this.lastId;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.waiting.set(id, resolve);
    // There is no event "disconnect" when the parent goes while it owes Node an acknowledgement of a handle.
    const timer = setInterval(() => process.connected || process.kill(process.pid, "SIGTERM"), LOOK_FOR_PARENT_MS);
    const message: ChannelMessage = { type: "socket", id, bytes };
    process.send?.(message, handle, undefined, (error) => error && resolve(false));
    const isTaken = await promise;
    clearInterval(timer);
    this.waiting.delete(id);
    return isTaken;
  }

  private hear = (given: unknown) => {
    const message = asChannelMessage(given);
    if (message?.type === "sockets-are-taken") this.isOn = true;
    if (message?.type === "socket-answer") this.waiting.get(message.id)?.(message.isTaken);
  };
}
