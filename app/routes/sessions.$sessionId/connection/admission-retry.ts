/** Pauses before asking again for a document that the server refused for now; the last pause is repeated. */
const RETRY_AFTER_REFUSAL_MS = [500, 1_000, 2_000, 4_000];

/** Asks again for a document that was refused for now: the provider itself never asks twice. */
export class AdmissionRetry {
  private readonly ask: () => void;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: () => void) {
    this.ask = ask;
  }

  refused() {
    const wait = RETRY_AFTER_REFUSAL_MS[Math.min(this.refusals++, RETRY_AFTER_REFUSAL_MS.length - 1)];
    clearTimeout(this.timer);
    this.timer = setTimeout(this.ask, wait);
  }

  admitted() {
    this.refusals = 0;
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
