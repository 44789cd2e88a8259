/** Measures how long a single edit takes to the server and back. */
export class EditTimer {
  private sentAt: number | undefined;

  /** To be called for each edit, after it was sent; only one that waits for its answer alone can be timed. */
  edited(unanswered: number) {
    this.sentAt = unanswered === 1 ? performance.now() : undefined;
  }

  /** To be called when answers came; gives the milliseconds when the last one that was timed is among them. */
  answered(unanswered: number): number | undefined {
    if (unanswered > 0 || this.sentAt === undefined) return;
    const ms = Math.round(performance.now() - this.sentAt);
    this.sentAt = undefined;
    return ms;
  }
}
