import type { Socket } from "node:net";

/** Hocuspocus knows its sockets by what all runtimes have; under Node they are those of `ws`. */
export type NodeSocket = {
  readonly bufferedAmount: number;
  readonly isPaused: boolean;
  readonly readyState: number;
  /** The other side closes. */
  readonly _closeFrameReceived?: boolean;
  pause(): void;
  resume(): void;
  terminate(): void;
  ping(): void;
  pong(data: Uint8Array): void;
  send(data: Uint8Array): void;
  close(code?: number, reason?: string): void;
  on(event: "ping" | "pong" | "message", listener: (data: Buffer) => void): void;
  removeAllListeners(event: "message"): void;
  on(event: "error", listener: (error: { code?: string }) => void): void;
  off(event: "error", listener: (error: { code?: string }) => void): void;
  readonly _socket: Pick<Socket, "on" | "write" | "cork" | "uncork" | "writable" | "writableLength">;
  /**
   * The parts that have arrived of an incomplete frame, and of a message in several frames; and how long one may be.
   */
  readonly _receiver: { readonly _bufferedBytes: number; readonly _messageLength: number; _maxPayload: number };
};
