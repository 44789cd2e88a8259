/**
 * Who may open one more socket. A place is counted and taken in one step, and belongs to a socket until that has
 * closed. So the limits hold even when three hundred sockets come at once, and while a hundred documents are still
 * being loaded.
 */
import {
  MAX_CONNECTIONS_PER_DOCUMENT,
  MAX_CONNECTIONS_PER_USER,
  MAX_CONNECTIONS_PER_USER_AND_DOCUMENT,
  MAX_STRANGERS_PER_DOCUMENT,
} from "../../protocol/limits.ts";

/**
 * - `owner` always finds a place in their own session.
 * - `participant` was given a role, or an invite.
 * - `stranger` has nothing but the link.
 */
export type SeatKind = "owner" | "participant" | "stranger";

type Place = { userId: string; sessionId: string; kind?: SeatKind };

export class Places {
  private readonly taken = new Map<Request, Place>();
  private readonly gone = new WeakSet<Request>();
  private readonly ofUser = new Counts();
  private readonly ofUserAndDocument = new Counts();
  private readonly ofDocument = new Counts();
  private readonly strangersOf = new Counts();

  /**
   * Takes a user's place for a socket; returns false where the user has none left, or where the socket has closed
   * meanwhile.
   */
  take(request: Request, userId: string, sessionId: string): boolean {
    if (this.gone.has(request)) return false;
    this.free(request);
    const both = `${userId} ${sessionId}`;
    if (
      this.ofUser.of(userId) >= MAX_CONNECTIONS_PER_USER ||
      this.ofUserAndDocument.of(both) >= MAX_CONNECTIONS_PER_USER_AND_DOCUMENT
    )
      return false;
    this.taken.set(request, { userId, sessionId });
    this.ofUser.add(userId, 1);
    this.ofUserAndDocument.add(both, 1);
    return true;
  }

  /**
   * Takes the place in the document that goes with it; returns false where the document is full for somebody of this
   * kind.
   */
  takeSeat(request: Request, kind: SeatKind): boolean {
    const place = this.taken.get(request);
    if (!place) return false;
    const { sessionId } = place;
    const isFull = this.ofDocument.of(sessionId) >= MAX_CONNECTIONS_PER_DOCUMENT;
    if (isFull && kind !== "owner") return false;
    if (kind === "stranger" && this.strangersOf.of(sessionId) >= MAX_STRANGERS_PER_DOCUMENT) return false;
    place.kind = kind;
    this.ofDocument.add(sessionId, 1);
    if (kind === "stranger") this.strangersOf.add(sessionId, 1);
    return true;
  }

  /** Gives a socket's place back: it was refused after all. */
  free(request: Request): void {
    const place = this.taken.get(request);
    if (!place) return;
    const { userId, sessionId, kind } = place;
    this.taken.delete(request);
    this.ofUser.add(userId, -1);
    this.ofUserAndDocument.add(`${userId} ${sessionId}`, -1);
    if (kind) this.ofDocument.add(sessionId, -1);
    if (kind === "stranger") this.strangersOf.add(sessionId, -1);
  }

  /** Gives it back for good: the socket has closed. */
  leave(request: Request): void {
    this.free(request);
    this.gone.add(request);
  }
}

class Counts {
  private readonly byKey = new Map<string, number>();

  of(key: string): number {
    return this.byKey.get(key) ?? 0;
  }

  add(key: string, change: 1 | -1) {
    const count = this.of(key) + change;
    if (count === 0) this.byKey.delete(key);
    else this.byKey.set(key, count);
  }
}
