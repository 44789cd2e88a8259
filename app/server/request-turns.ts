/**
 * Requests of one address wait for each other, and nobody else waits for them: a burst is answered, but never all at
 * once.
 */
import { AsyncResource } from "node:async_hooks";

type Line = { taken: number; waiting: (() => void)[] };

export class RequestTurns {
  private readonly most: number;
  private readonly lines = new Map<string, Line>();

  /** `most` turns of a key are taken at once. */
  constructor(most: number) {
    this.most = most;
  }

  /**
   * Calls `begin` when it is this key's turn, at once where one is free; its argument ends the turn, and may be called
   * again.
   */
  take(key: string, begin: (end: () => void) => void): void {
    const line = this.lines.get(key) ?? { taken: 0, waiting: [] };
    this.lines.set(key, line);
    const start = () => {
      line.taken++;
      let isOver = false;
      begin(() => {
        if (isOver) return;
        isOver = true;
        line.taken--;
        const next = line.waiting.shift();
        if (next) next();
        else if (line.taken === 0) this.lines.delete(key);
      });
    };
    // The request that ends a turn must not pass its own span on to the next one.
    if (line.taken < this.most) start();
    else line.waiting.push(AsyncResource.bind(start));
  }
}
