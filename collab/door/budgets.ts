/**
 * What one user may take of a node: bytes through its sockets, and milliseconds of the one thread that serves
 * everybody. Anybody who takes more is served later, but never shut out for it: somebody who pastes 5 MB, or brings
 * 40,000 edits that were made offline, gets through. All sockets of a user share one account.
 */
import { signInHash } from "../../db/sign-ins.ts";
import type { CollabMetrics } from "../metrics.ts";
import { turnNow } from "../turn.ts";

/** What may be taken at once, and what comes back per second. */
export type Rate = { burst: number; aSecond: number };

/** In both directions: what is sent, and what is sent back because it was asked for. */
const BYTES: Rate = { burst: 32 * 1024 * 1024, aSecond: 2 * 1024 * 1024 };
/** Of the node's thread. A quarter of it is more than anybody's typing takes, and leaves most of it to the others. */
const MILLISECONDS: Rate = { burst: 3_000, aSecond: 250 };
/** New sockets. Somebody with fifty tabs comes back to a node that was restarted, twice. */
const SOCKETS: Rate = { burst: 100, aSecond: 5 };
/** Pings and pongs. A page answers one every three seconds, and asks none. */
const CONTROLS: Rate = { burst: 500, aSecond: 50 };
/** For all who have no sign-in together: they are only told that they have none. */
const ANONYMOUS_SOCKETS: Rate = { burst: 500, aSecond: 50 };
/** Work that takes longer than this at a stretch holds up everybody: the rest of its time is charged several times. */
const SHORT_MS = 50;
const LONG_PRICE = 5;
/** How many frames of a user are taken in the turn in which they came; whoever sends more waits for their turn. */
const MAX_STRAIGHT = 16;
/** A few long pauses rather than many short ones: each costs a timer and two system calls. */
const MIN_PAUSE_MS = 25;
const SWEEP_MS = 60_000;

class Bucket {
  private readonly rate: Rate;
  private level: number;
  private at = performance.now();

  constructor(rate: Rate) {
    this.rate = rate;
    this.level = rate.burst;
  }

  take(amount: number) {
    this.refill();
    this.level -= amount;
  }

  /** How long until the excess has come back, in milliseconds; 0 where there is none. */
  get waitMs(): number {
    if (this.level >= 0) return 0;
    this.refill();
    return this.level >= 0 ? 0 : (-this.level / this.rate.aSecond) * 1_000;
  }

  get spent(): number {
    this.refill();
    return this.rate.burst - this.level;
  }

  private refill() {
    const now = performance.now();
    this.level = Math.min(this.rate.burst, this.level + ((now - this.at) / 1_000) * this.rate.aSecond);
    this.at = now;
  }
}

/** One of the sockets that an account is for. */
export type AccountHolder = {
  /** The account is out of debt, or has room to open one more document. */
  goOn(): void;
  /** Bytes that wait to be sent to it. */
  readonly unsentBytes: number;
  /** Bytes that have arrived of a frame which is not complete yet. */
  readonly halfSentBytes: number;
};

export class Account {
  /** Documents that are being opened for it: signed in to, looked up, loaded. */
  openings = 0;
  /** Whether this is the account of all who have no sign-in. */
  readonly isAnonymous: boolean;
  readonly holders = new Set<AccountHolder>();
  private readonly bytes = new Bucket(BYTES);
  private readonly milliseconds = new Bucket(MILLISECONDS);
  private readonly controls = new Bucket(CONTROLS);
  private readonly sockets: Bucket;
  private readonly onPaused: () => void;
  private pause: NodeJS.Timeout | undefined;
  private turn = 0;
  private straight = 0;

  constructor({ isAnonymous, onPaused }: { isAnonymous: boolean; onPaused: () => void }) {
    this.isAnonymous = isAnonymous;
    this.sockets = new Bucket(isAnonymous ? ANONYMOUS_SOCKETS : SOCKETS);
    this.onPaused = onPaused;
  }

  takeBytes(count: number): void {
    this.bytes.take(count);
  }

  /**
   * Takes time that the node's thread spent in one piece: CPU time, since what a busy machine adds is nobody's fault.
   */
  takeTime(ms: number): void {
    this.milliseconds.take(ms + Math.max(0, ms - SHORT_MS) * (LONG_PRICE - 1));
  }

  /** Whether one more frame may be taken in the turn in which it came, instead of waiting for its user's. */
  mayGoStraight(): boolean {
    const turn = turnNow();
    if (turn !== this.turn) {
      this.turn = turn;
      this.straight = 0;
    }
    return this.straight++ < MAX_STRAIGHT && !this.isInDebt;
  }

  chargeControlFrame(): void {
    this.controls.take(1);
  }

  /** Whether it may open one more socket, which is then taken. */
  takeSocket(): boolean {
    if (this.sockets.waitMs > 0) return false;
    this.sockets.take(1);
    return true;
  }

  /** Whether more was taken than there is. Its holders are told to go on once that is over. */
  get isInDebt(): boolean {
    if (this.pause) return true;
    const waitMs = Math.max(this.bytes.waitMs, this.milliseconds.waitMs, this.controls.waitMs);
    if (waitMs === 0) return false;
    this.onPaused();
    this.pause = setTimeout(
      () => {
        this.pause = undefined;
        this.goOn();
      },
      Math.max(waitMs, MIN_PAUSE_MS),
    ).unref();
    return true;
  }

  get unsentBytes(): number {
    let sum = 0;
    for (const { unsentBytes } of this.holders) sum += unsentBytes;
    return sum;
  }

  get halfSentBytes(): number {
    let sum = 0;
    for (const { halfSentBytes } of this.holders) sum += halfSentBytes;
    return sum;
  }

  goOn(): void {
    for (const holder of this.holders) holder.goOn();
  }

  /** Takes over what another account of the same user has spent. */
  payFor(other: Account): void {
    this.bytes.take(other.bytes.spent);
    this.milliseconds.take(other.milliseconds.spent);
    this.controls.take(other.controls.spent);
    this.sockets.take(other.sockets.spent);
  }

  /** Whether it can be forgotten without forgiving anything. */
  get isSettled(): boolean {
    return (
      this.holders.size === 0 &&
      [this.bytes, this.milliseconds, this.controls, this.sockets].every(({ spent }) => spent < 1)
    );
  }
}

/** The accounts of a node by user, and until the user is known by the sign-in that the cookie names. */
export class Accounts {
  private readonly byKey = new Map<string, Account>();
  private readonly options: { secret: string; appOrigin: string; metrics: Pick<CollabMetrics, "slowed"> };
  private readonly sweep = setInterval(() => this.forgetSettled(), SWEEP_MS).unref();

  constructor(options: Accounts["options"]) {
    this.options = options;
  }

  /** The account of the sign-in that a `Cookie` header names, where its signature is good; else everybody's. */
  ofCookie(cookieHeader: string | null | undefined): Account {
    const { secret, appOrigin } = this.options;
    const signIn = signInHash({ secret, appOrigin, cookieHeader });
    return this.of(signIn ? `sign-in ${signIn}` : "nobody");
  }

  /** The account of a user who is known now; what was spent under the sign-in counts as theirs. */
  ofUser(userId: string, signIn: string): Account {
    const account = this.of(`user ${userId}`);
    const before = this.byKey.get(`sign-in ${signIn}`);
    if (before !== account) {
      if (before) account.payFor(before);
      this.byKey.set(`sign-in ${signIn}`, account);
    }
    return account;
  }

  stop(): void {
    clearInterval(this.sweep);
  }

  private of(key: string): Account {
    let account = this.byKey.get(key);
    if (!account)
      this.byKey.set(
        key,
        (account = new Account({ isAnonymous: key === "nobody", onPaused: () => this.options.metrics.slowed.inc() })),
      );
    return account;
  }

  private forgetSettled() {
    for (const [key, account] of this.byKey) if (account.isSettled) this.byKey.delete(key);
  }
}
