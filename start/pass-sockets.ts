/**
 * Passes the sockets that web hands over on to collab: a handle goes between a process and its parent, and we are the
 * parent of both. We look at nothing that comes on them, and close our copy as soon as collab has taken a socket or
 * will not: one that anybody still holds stays open when collab closes it.
 */
import type { ChildProcess, SendHandle } from "node:child_process";
import { asChannelMessage, type ChannelMessage } from "../protocol/handed-sockets.ts";

/** Collab is taken for dead when it takes none of the sockets that wait for so long. */
const HUNG_MS = 2_000;

/** What Node makes of a handle that comes without its socket. */
type Handle = SendHandle & { close: () => void };

export type SocketPasser = {
  /** To be called with each process that is web, when it has been started. */
  fromWeb: (web: ChildProcess) => void;
  /** The same for collab. */
  toCollab: (collab: ChildProcess) => void;
};

export function passSockets(): SocketPasser {
  let collab: ChildProcess | undefined;
  let lastId = 0;
  let hung: NodeJS.Timeout | undefined;
  const waiting = new Map<number, (isTaken: boolean) => void>();

  const refuseAll = () => waiting.forEach((settle) => settle(false));

  /** Node sends one handle at a time, so that many at once take a turn of collab's event loop each. */
  function watchCollab() {
    clearTimeout(hung);
    hung = waiting.size > 0 ? setTimeout(refuseAll, HUNG_MS) : undefined;
  }

  function pass(web: ChildProcess, theirId: number, bytes: string, handle: Handle) {
    const id = ++lastId;
    const settle = (isTaken: boolean) => {
      if (!waiting.delete(id)) return;
      handle.close();
      tell(web, { type: "socket-answer", id: theirId, isTaken });
      watchCollab();
    };
    waiting.set(id, settle);
    if (waiting.size === 1) watchCollab();
    if (!collab) return settle(false);
    tell(collab, { type: "socket", id, bytes }, handle, (error) => error && settle(false));
  }

  return {
    fromWeb(web) {
      tell(web, { type: "sockets-are-taken" });
      web.on("message", (given, handle) => {
        const message = asChannelMessage(given);
        if (message?.type === "socket" && handle) pass(web, message.id, message.bytes, handle as Handle);
      });
    },
    toCollab(child) {
      child.on("message", (given) => {
        if (given === "ready") collab = child;
        const message = asChannelMessage(given);
        if (message?.type === "socket-answer") waiting.get(message.id)?.(message.isTaken);
      });
      child.once("exit", () => {
        if (collab === child) collab = undefined;
        refuseAll();
      });
    },
  };
}

/** Who has gone meanwhile needs no answer. */
const tell = (
  child: ChildProcess,
  message: ChannelMessage,
  handle?: Handle,
  done: (error: Error | null) => void = () => {},
) => child.send(message, handle, undefined, done);
