import { test as base } from "vitest";

/**
 * Vitest's `test`, where fixtures of a file put what they start into `started`: it ends with the file, the last first.
 * Vitest starts a fixture for the first test that asks for it, within that test's time, and waits for its end without a
 * limit; so whatever is started here bounds its own end.
 */
export const test = base.extend(
  "started",
  { scope: "file" },
  // Vitest reads from the pattern what a fixture is made of: here it is nothing.
  // eslint-disable-next-line no-empty-pattern
  ({}, { onCleanup }) => {
    const started = new AsyncDisposableStack();
    onCleanup(() => started.disposeAsync());
    return started;
  },
);
