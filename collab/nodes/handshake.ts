import { SETTLED_MS } from "./shared-document.ts";

/** The least time between two handshakes of a document, however many gaps are noticed. */
const PAUSE_MS = 250;

/** The handshakes of one document with the other nodes: the one that loading it waits for, and those that mend gaps. */
export class Handshake {
  private readonly hello: (isMutual: boolean) => Promise<number>;
  private lastAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private answersAwaited = 0;
  private onAnswered: (() => void) | undefined;

  /**
   * `hello` asks all other nodes for what this one lacks, and with `isMutual` gives them what they lack; it resolves
   * with the number of listeners, including this node.
   */
  constructor(hello: (isMutual: boolean) => Promise<number>) {
    this.hello = hello;
  }

  /** Asks, and resolves when all listeners have answered. */
  async join(): Promise<void> {
    const listeners = await this.hello(false);
    // Answers may have come before this count, over the other connection.
    this.answersAwaited += listeners - 1;
    if (this.answersAwaited > 0) await new Promise<void>((resolve) => (this.onAnswered = resolve));
  }

  /**
   * One answer less to wait for: it came, or will not come. To count one too many does no harm, since late answers are
   * taken as well.
   */
  countAnswer(): void {
    if (--this.answersAwaited <= 0) this.onAnswered?.();
  }

  /** Shakes hands with all nodes soon, once for all who ask meanwhile. `begin` is called just before. */
  soon(begin: () => void): void {
    const wait = Math.max(SETTLED_MS, this.lastAt + PAUSE_MS - Date.now());
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.lastAt = Date.now();
      begin();
      void this.hello(true);
    }, wait);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
