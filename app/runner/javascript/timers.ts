import type { Pending } from "./pending.ts";

type Callback = (...values: unknown[]) => void;

/** The timers of a program: counted, and with errors that are the program's. */
export function makeTimers(pending: Pending, onError: (error: unknown) => void) {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval };
  const ends = new Map<number, () => void>();
  const call = (callback: Callback, values: unknown[]) => {
    try {
      callback(...values);
    } catch (error) {
      onError(error);
    }
  };
  const clear = (id?: number) => {
    if (id === undefined) return;
    real.clearTimeout.call(undefined, id);
    ends.get(id)?.();
    ends.delete(id);
  };
  const start = (callback: Callback, ms: number | undefined, values: unknown[], isRepeated: boolean): number => {
    if (typeof callback !== "function") throw new TypeError('The "callback" argument must be a function');
    const end = pending.begin();
    const run = () => {
      if (!isRepeated) ends.delete(id);
      call(callback, values);
      if (!isRepeated) end();
    };
    const id = (isRepeated ? real.setInterval : real.setTimeout).call(undefined, run, ms) as unknown as number;
    ends.set(id, end);
    return id;
  };
  return {
    setTimeout: (callback: Callback, ms?: number, ...values: unknown[]) => start(callback, ms, values, false),
    setInterval: (callback: Callback, ms?: number, ...values: unknown[]) => start(callback, ms, values, true),
    setImmediate: (callback: Callback, ...values: unknown[]) => start(callback, 0, values, false),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}
