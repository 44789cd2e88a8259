/**
 * Decides whose check runs next on the thread. Of those who wait it is the one whose address has used the least of its
 * time lately, and among equals the person who has. So somebody who sends one slow file after another, under however
 * many names, waits for everybody else.
 */

/** Checks that one person, one address and all together may have, waiting or running. */
const MAX_PLACES = { user: 3, address: 50, all: 500 };
/** After this time, what somebody has used counts half. */
const HALF_LIFE_MS = 10 * 60_000;

export type Asker = { user: string; address: string };
type Used = { ms: number; at: number };

export class CheckQueue {
  private readonly waiting: { asker: Asker; begin: () => void }[] = [];
  private readonly places = new Map<string, number>();
  private readonly used = new Map<string, Used>();
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /**
   * A place, to be given back when the check is over; undefined when this person, this address or all together have too
   * many.
   */
  takePlace({ user, address }: Asker): Disposable | undefined {
    const counted = [
      [`user ${user}`, MAX_PLACES.user],
      [`address ${address}`, MAX_PLACES.address],
      ["all", MAX_PLACES.all],
    ] as const;
    if (counted.some(([key, most]) => (this.places.get(key) ?? 0) >= most)) return;
    for (const [key] of counted) this.places.set(key, (this.places.get(key) ?? 0) + 1);
    let isFree = false;
    return {
      [Symbol.dispose]: () => {
        if (isFree) return;
        isFree = true;
        for (const [key] of counted) {
          const left = (this.places.get(key) ?? 1) - 1;
          if (left > 0) this.places.set(key, left);
          else this.places.delete(key);
        }
      },
    };
  }

  get isEmpty() {
    return this.waiting.length === 0;
  }

  /** Puts somebody in line; the returned function takes them out again. */
  wait(asker: Asker, begin: () => void): () => void {
    const entry = { asker, begin };
    this.waiting.push(entry);
    return () => {
      const at = this.waiting.indexOf(entry);
      if (at >= 0) this.waiting.splice(at, 1);
    };
  }

  /** Takes the next out of the line. */
  next(): (() => void) | undefined {
    let best: { at: number; address: number; user: number } | undefined;
    for (const [at, { asker }] of this.waiting.entries()) {
      const [address, user] = [this.usedBy(`address ${asker.address}`), this.usedBy(`user ${asker.user}`)];
      // Among equals the first.
      if (!best || address < best.address || (address === best.address && user < best.user))
        best = { at, address, user };
    }
    return best && this.waiting.splice(best.at, 1)[0]?.begin;
  }

  /** Charges the time that somebody has used. */
  charge({ user, address }: Asker, ms: number): void {
    for (const key of [`user ${user}`, `address ${address}`])
      this.used.set(key, { ms: this.usedBy(key) + ms, at: this.now() });
    for (const [key] of this.used) if (this.usedBy(key) < 1) this.used.delete(key);
  }

  private usedBy(key: string): number {
    const used = this.used.get(key);
    return used ? used.ms * 0.5 ** ((this.now() - used.at) / HALF_LIFE_MS) : 0;
  }
}
