/** Shorter than anyone sees, and long enough that a crowd costs no more than a few people do. */
const BATCH_MS = 40;

/**
 * What comes after a pause is delivered at once, and what follows sooner than that together, in order. Whoever is told
 * of anything else that came later calls `flush` before.
 */
export class FrameBatch<Frame> {
  private readonly deliver: (frames: Frame[]) => void;
  private waiting: Frame[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (frames: Frame[]) => void) {
    this.deliver = deliver;
  }

  add(frame: Frame) {
    this.waiting.push(frame);
    if (this.timer === undefined) this.pass();
  }

  /** Delivers what waits. */
  flush() {
    if (this.waiting.length > 0) this.pass();
  }

  /** Forgets what waits. */
  clear() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private pass() {
    const frames = this.waiting;
    this.waiting = [];
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.flush();
    }, BATCH_MS);
    this.deliver(frames);
  }
}
