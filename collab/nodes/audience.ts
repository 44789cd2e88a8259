/**
 * Whether any other node listens to a document. Redis says of each message how many got it. Where that was this node
 * alone, nothing more is published until somebody else is heard.
 *
 * safety: no edit is lost, and none is later than the newcomer's own handshake. Whoever was not counted has subscribed
 * after that message, and says hello once they are subscribed, so this node hears of them. It answers in the turn in
 * which it reads the hello: what was typed before is in the answer, and what is typed after it is published. A count
 * that comes after a hello may be older than the hello, so it says nothing. Nor does one that was asked for before this
 * node listened, or before its connection was lost: the one who was counted may then be another, and hellos are missed.
 * What was not published meanwhile comes with the handshake after the connection's return. So it is with presence: an
 * answer has all who are here, and a newcomer has never heard of those who left before.
 * liveness: who is gone, with a word or without, is not counted, so one message more is the last. A count that is too
 * high, as with a connection that Redis does not know to be dead, costs messages and nothing else.
 */
export class Audience {
  /** Nobody listens but this node. Before anything is known, somebody may. */
  isEmpty = false;
  private isListening = false;
  private news = 0;

  /** This node listens from now on: whoever comes is heard. */
  listen(): void {
    this.isListening = true;
  }

  /** Somebody else has spoken of the document. */
  heard(): void {
    this.isEmpty = false;
    this.news++;
  }

  /** Who comes is not heard any more. */
  lose(): void {
    this.heard();
    this.isListening = false;
  }

  /** Publishes, and takes note of how many got it, including this node; 0 is a failure. */
  async count(publish: () => Promise<number>): Promise<number> {
    const { isListening, news } = this;
    const listeners = await publish();
    if (isListening && news === this.news) this.isEmpty = listeners === 1;
    return listeners;
  }
}
