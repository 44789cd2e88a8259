/**
 * Presence that comes briefly (`presence=brief` in the socket's address): of a state only what has changed, as an array
 * with one object. Here it is made whole before anybody reads it.
 */
import { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";

type Fields = Record<string, unknown>;

/** More than a session has people: of who was forgotten longest ago nothing will come but a whole state. */
const MAX_REMOVED = 1_000;

/** To be given to the provider. */
export class BriefAwareness extends Awareness {
  constructor(ydoc: Y.Doc) {
    super(ydoc);
    const own = this.getLocalState();
    this.states = new WholeStates();
    if (own) this.states.set(this.clientID, own);
  }
}

/** What y-protocols writes a state into as it came. */
class WholeStates extends Map<number, Fields> {
  /**
   * The last states of those who are not there. The page itself removes whom it has not heard of for half a minute, as
   * when it slept: the server knows nothing of that, and goes on with a change.
   */
  private readonly removed = new Map<number, Fields>();

  override set(clientId: number, said: Fields): this {
    const state = Array.isArray(said) ? this.changed(clientId, said[0] as Fields) : said;
    // A change of somebody unknown would be a person without a name.
    if (!state) return this;
    this.removed.delete(clientId);
    return super.set(clientId, state);
  }

  override delete(clientId: number): boolean {
    const state = this.get(clientId);
    if (state) this.removed.set(clientId, state);
    const [oldest] = this.removed.keys();
    if (oldest !== undefined && this.removed.size > MAX_REMOVED) this.removed.delete(oldest);
    return super.delete(clientId);
  }

  /** The same object where nothing has changed: people say every few seconds that they are still there. */
  private changed(clientId: number, change: Fields): Fields | undefined {
    const last = this.get(clientId) ?? this.removed.get(clientId);
    if (!last || Object.keys(change).length === 0) return last;
    const { selections } = change;
    return { ...last, ...change, ...(Array.isArray(selections) && { selections: selections.map(withAnchor) }) };
  }
}

/** A caret is a selection that begins where it ends, and comes as its end. */
const withAnchor = ({ anchor, head }: { anchor?: Fields; head: Fields }) => ({ anchor: anchor ?? head, head });
