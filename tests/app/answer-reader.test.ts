import fc from "fast-check";
import { expect, test } from "vitest";
import { AnswerReader } from "../../app/answer-reader.ts";

const finding = fc.record({ title: fc.string({ unit: "grapheme" }), quote: fc.constantFrom('}],"findings":[{', '\\"', "{[}]", '"'), lines: fc.array(fc.integer()), inner: fc.dictionary(fc.string(), fc.json()) });
const answer = fc.record({ summary: fc.constantFrom("fine", '"findings": [', "{"), other: fc.array(fc.record({ a: fc.string() })), findings: fc.array(finding) });

test("P14 whatever a model's findings hold, and wherever its answer is cut into pieces, each is read whole and once", () => {
  fc.assert(
    fc.property(answer, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), fc.constantFrom("", "Here it is:\n```json\n"), (wanted, sizes, before) => {
      const text = `${before}${JSON.stringify(wanted)}${before && "\n```"}`;
      const reader = new AnswerReader();
      const read: unknown[] = [];
      for (let at = 0; at < text.length; ) {
        const size = sizes.next().value ?? 1;
        read.push(...reader.push(text.slice(at, at + size)).map((json) => JSON.parse(json) as unknown));
        at += size;
      }
      const whole = JSON.parse(JSON.stringify(wanted)) as typeof wanted;
      expect(read).toEqual(whole.findings);
      expect(JSON.parse(reader.whole ?? "")).toEqual(whole);
    }),
  );
});

test("P14 an answer that is not complete has no whole, and nothing of a finding that is not closed", () => {
  const reader = new AnswerReader();
  expect(reader.push('{"summary": "x", "findings": [{"title": "a"}, {"title": "b"')).toEqual(['{"title": "a"}']);
  expect(reader.whole).toBeUndefined();
});
