import { diffArrays } from "diff";

export type DiffLine = { kind: "same" | "removed" | "added"; text: string };

/** The time to compare grows with the square of what differs. */
const MAX_CHANGED_LINES = 1_000;

/**
 * The lines of two texts as removed, added or kept. Where texts differ too much to compare, all of the one is removed
 * and all of the other added.
 */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split("\n"), after === "" ? [] : after.split("\n")];
  const changes = diffArrays(a, b, { maxEditLength: MAX_CHANGED_LINES }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  return changes.flatMap(({ value, removed, added }) =>
    value.map((text): DiffLine => ({ kind: removed ? "removed" : added ? "added" : "same", text })),
  );
}
