import { useSyncExternalStore } from "react";

/** A script that pages are shown without. */
export type Later<Module> = {
  /** What it exports, once it is there. */
  readonly module: Module | undefined;
  /** Loads it, once; again after a time when it could not be loaded. */
  load: () => Promise<Module>;
  subscribe: (listener: () => void) => () => void;
};

const all = new Set<Later<unknown>>();

/**
 * A script that is loaded when somebody first wants what is in it, or by `loadTheRest`, whichever comes first.
 *
 * @example
 * const zip = later(() => import("./zip-files.ts"));
 * const { zipFiles } = await zip.load();
 */
export function later<Module>(importIt: () => Promise<Module>): Later<Module> {
  const listeners = new Set<() => void>();
  let module: Module | undefined;
  let loading: Promise<Module> | undefined;
  const part: Later<Module> = {
    get module() {
      return module;
    },
    load: () =>
      (loading ??= importIt().then(
        (loaded) => {
          module = loaded;
          for (const listener of listeners) listener();
          return loaded;
        },
        (error: unknown) => {
          loading = undefined;
          throw error;
        },
      )),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  all.add(part);
  return part;
}

/**
 * Loads all of them, for a page that has come to rest: then what is in them shows at the press of a key, and without a
 * network too. What could not be loaded is loaded, and complained about, when it is wanted.
 */
export function loadTheRest() {
  for (const part of all) part.load().catch(() => {});
}

/** The script's exports, as soon as they are there; nothing is loaded for it. */
export function useLater<Module>(part: Later<Module>): Module | undefined {
  return useSyncExternalStore(
    part.subscribe,
    () => part.module,
    () => undefined,
  );
}
