import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import {
  split,
  throughUnshown,
  toShown,
  toText,
  type Unshown,
  withChange,
} from "../../app/routes/sessions.$sessionId/editor/unshown-edits.ts";

/** What is shown, with everything in it that is not. */
function whole(shown: string, unshown: Unshown): string {
  return unshown
    .toReversed()
    .reduce((text, { start, end, text: instead }) => text.slice(0, start) + instead + text.slice(end), shown);
}

const edit = fc.record({ own: fc.boolean(), at: fc.nat(), remove: fc.nat(5), insert: fc.string({ maxLength: 4 }) });

test("P2 while others' edits wait, what is shown and what waits make up the text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(edit, { maxLength: 25 }), fc.nat(), (start, edits, which) => {
      const text = new Y.Doc().getText();
      text.insert(0, start);
      let shown = start;
      let unshown: Unshown = [];
      text.observe(({ transaction, delta }) => {
        if (transaction.origin !== "own") unshown = withChange(unshown, delta);
      });
      edits.forEach(({ own, at, remove, insert }, nth) => {
        const length = own ? shown.length : text.length;
        const offset = at % (length + 1);
        const change = { offset, remove: Math.min(remove, length - offset), insert };
        if (own) {
          const led = throughUnshown(unshown, change, nth % 2 ? offset : undefined);
          text.doc?.transact(() => {
            for (const each of led.edits) {
              text.delete(each.index, each.remove);
              text.insert(each.index, each.insert);
            }
          }, "own");
          unshown = led.unshown;
          shown = shown.slice(0, offset) + insert + shown.slice(offset + change.remove);
        } else {
          // Two changes in one transaction, as a delta of several parts.
          text.doc?.transact(() => {
            text.delete(offset, change.remove);
            text.insert(offset, insert);
            text.insert((at * 7) % (text.length + 1), insert);
          });
        }
        expect(whole(shown, unshown)).toBe(text.toString());
        const place = at % (shown.length + 1);
        expect(toShown(unshown, toText(unshown, place))).toBeGreaterThanOrEqual(0);
        expect(toText(unshown, place)).toBeLessThanOrEqual(text.length);
        expect(toShown(unshown, at % (text.length + 1))).toBeLessThanOrEqual(shown.length);
        const parts = split(unshown, ({ start }) => (start + which) % 3 > 0);
        expect(whole(whole(shown, parts.shown), parts.left)).toBe(text.toString());
      });
    }),
    { numRuns: 500 },
  );
});

test("P2 what a person composes stays in one piece wherever others write", () => {
  // Composed so far: "ab" at 3; others have put X before it, Y behind it, and Z into it.
  let unshown = withChange(
    [],
    [{ retain: 3 }, { insert: "X" }, { retain: 1 }, { insert: "Z" }, { retain: 1 }, { insert: "Y" }],
  );
  const { edits, unshown: left } = throughUnshown(unshown, { offset: 3, remove: 2, insert: "abc" }, 5);
  unshown = left;
  expect(whole("---abc", unshown)).toBe("---XabcZY");
  expect(edits.at(-1)).toEqual({ index: 4, remove: 0, insert: "abc" });
});
