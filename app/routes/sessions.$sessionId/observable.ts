/** Functions that are called with each event, until one of them or all are removed. */
export class Listeners<Event = void> {
  private readonly functions = new Set<(event: Event) => void>();
  private isClosed = false;

  /** Returns the function that removes it again. */
  readonly add = (listener: (event: Event) => void): (() => void) => {
    this.functions.add(listener);
    return () => this.functions.delete(listener);
  };

  call(event: Event) {
    if (!this.isClosed) for (const listener of this.functions) listener(event);
  }

  /** Nobody is called from here on. */
  close() {
    this.isClosed = true;
    this.functions.clear();
  }
}

/** A value whose changes are followed, as by React's `useSyncExternalStore`. It never changes after `close()`. */
export class Observable<Value> {
  private current: Value;
  private isClosed = false;
  private readonly listeners = new Listeners();

  constructor(value: Value) {
    this.current = value;
  }

  get value(): Value {
    return this.current;
  }

  readonly subscribe = this.listeners.add;

  set(value: Value) {
    if (this.isClosed) return;
    this.current = value;
    this.listeners.call();
  }

  close() {
    this.isClosed = true;
    this.listeners.close();
  }
}
