/**
 * Ends a loop without end, in a script that calls `turn` each time round: where a browser has no process of its own for
 * the frame, the page around it waits as long as this does.
 */
const MAX_MS = 2_000;
/** Looking at the clock each time would cost more than most loops do. */
const MAX_TURNS_A_LOOK = 256;
const SHORT_MS = 1;

export class LoopGuard {
  private turns = 0;
  private turnsALook = 1;
  private lookedAt = 0;
  private begunAt: number | undefined;
  private isOver = false;
  private readonly channel = new MessageChannel();
  private readonly now = performance.now.bind(performance);

  private readonly onOver: () => void;

  /** `onOver`: once for all that ran without a break. */
  constructor(onOver: () => void) {
    this.onOver = onOver;
    // It comes once all that runs now has ended.
    this.channel.port2.onmessage = () => (this.begunAt = undefined);
  }

  readonly turn = () => {
    if (this.begunAt === undefined) {
      this.begunAt = this.lookedAt = this.now();
      this.turns = 0;
      this.turnsALook = 1;
      this.isOver = false;
      this.channel.port1.postMessage(undefined);
    }
    if (++this.turns < this.turnsALook) return;
    const now = this.now();
    this.turns = 0;
    this.turnsALook = now - this.lookedAt < SHORT_MS ? Math.min(MAX_TURNS_A_LOOK, this.turnsALook * 2) : 1;
    this.lookedAt = now;
    if (now - this.begunAt <= MAX_MS) return;
    // And each time from here on: whoever catches the error does not go on.
    this.turnsALook = 1;
    if (!this.isOver) this.onOver();
    this.isOver = true;
    throw new Error(`Stopped: this loop ran for more than ${MAX_MS / 1_000} s, and the page waited for it.`);
  };
}
