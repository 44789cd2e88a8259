/**
 * What a program still waits for. Node ends a program when nothing can call it any more; here that is counted: timers,
 * and reading from standard input.
 */
export class Pending {
  private count = 0;
  private idle: (() => void) | undefined;

  /** Call the result once it is over. */
  begin(): () => void {
    this.count++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.count === 0) this.idle?.();
    };
  }

  /** Resolves when nothing has been waited for, for a moment: promises settle one after the other. */
  async over(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 2;) {
      if (this.count > 0) await new Promise<void>((resolve) => (this.idle = resolve));
      const before = this.count;
      await macrotask();
      quietTurns = before === 0 && this.count === 0 ? quietTurns + 1 : 0;
    }
  }
}

/** A turn of the event loop later than all that is queued now, and never throttled as timers are. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
