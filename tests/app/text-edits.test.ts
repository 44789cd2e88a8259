import fc from "fast-check";
import { expect, test } from "vitest";
import { textEdits } from "../../app/routes/sessions.$sessionId/files/text-edits.ts";

/** Applied from the last to the first, so that no edit moves another. */
const apply = (before: string, edits: ReturnType<typeof textEdits>) =>
  edits.reduceRight((text, { start, end, text: written }) => text.slice(0, start) + written + text.slice(end), before);

test("the edits from one text to another make it, in order, apart, and without what both have", () => {
  const text = fc
    .array(fc.constantFrom("", "a", "b", "ab", "👋", "👍", "a👋", "long line"), { maxLength: 8 })
    .map((parts) => parts.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = textEdits(before, after);
      expect(apply(before, edits)).toBe(after);
      let last = 0;
      for (const { start, end } of edits) {
        if (start < last || end < start) throw new Error("The edits overlap.");
        last = end;
      }
      for (const { text: written } of edits) expect(written.isWellFormed()).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(textEdits("one\ntwo\nthree\nfour", "one\n2\nthree\nfour!")).toEqual([
    { start: 4, end: 7, text: "2" },
    { start: 18, end: 18, text: "!" },
  ]);
  expect(textEdits("same", "same")).toEqual([]);
});
