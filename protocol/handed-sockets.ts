/** How a socket gets from web to the collab process beside it: over the process that started both, by its channels. */

export type ChannelMessage =
  /** To web: there is a collab process beside it that takes sockets. */
  | { type: "sockets-are-taken" }
  /** With a socket. `bytes` is what has been read from it, one character a byte. */
  | { type: "socket"; id: number; bytes: string }
  | { type: "socket-answer"; id: number; isTaken: boolean };

/** What comes on a channel, where it is one of these: both processes say "ready" as well. */
export const asChannelMessage = (message: unknown): ChannelMessage | undefined =>
  typeof message === "object" && message !== null && "type" in message ? (message as ChannelMessage) : undefined;
