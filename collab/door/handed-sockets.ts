/**
 * Sockets that the web process beside us has accepted and hands over, by the process that started both. What web has
 * read of them is put back, and they become connections of our server: from there on nothing tells them from others.
 */
import type { Server } from "node:http";
import { Socket, type SocketConstructorOpts } from "node:net";
import { asChannelMessage, type ChannelMessage } from "../../protocol/handed-sockets.ts";

/** Takes them from now on, until what it returns is called. */
export function takeHandedSockets(server: Server): () => void {
  const take = (given: unknown, handle: unknown) => {
    const message = asChannelMessage(given);
    if (message?.type !== "socket") return;
    // As the server makes the sockets that it accepts; the system has kept the options that web's server set.
    const options = { handle, allowHalfOpen: true, readable: true, writable: true };
    const socket = new Socket(options as SocketConstructorOpts);
    const answer: ChannelMessage = { type: "socket-answer", id: message.id, isTaken: true };
    process.send?.(answer);
    socket.unshift(Buffer.from(message.bytes, "latin1"));
    server.emit("connection", socket);
  };
  process.on("message", take);
  return () => void process.off("message", take);
}
