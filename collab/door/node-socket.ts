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
  send(data: Uint8Array | string, ...rest: unknown[]): void;
  close(code?: number, reason?: string): void;
  on(event: "ping" | "pong", listener: (data: Uint8Array) => void): void;
  on(event: "error", listener: (error: { code?: string }) => void): void;
  off(event: "error", listener: (error: { code?: string }) => void): void;
  readonly _socket: { on(event: "data", listener: () => void): void };
  /**
   * The parts that have arrived of an incomplete frame, and of a message in several frames; and how long one may be.
   */
  readonly _receiver: { readonly _bufferedBytes: number; readonly _messageLength: number; _maxPayload: number };
};
