/** Measures how long a single edit takes to the server and back. */
export class EditTimer {
  private sentAt: number | undefined;

  /** To be called for each edit, after it was sent; an edit can be timed only while no other waits for its answer. */
  edited(unanswered: number) {
    this.sentAt = unanswered === 1 ? performance.now() : undefined;
  }

  /** To be called when an answer came; gives the milliseconds if it was the answer to a timed edit. */
  answered(unanswered: number): number | undefined {
    if (unanswered > 0 || this.sentAt === undefined) return;
    const ms = Math.round(performance.now() - this.sentAt);
    this.sentAt = undefined;
    return ms;
  }
}
