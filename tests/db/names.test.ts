import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_NAME_CHARS } from "../../protocol/limits.ts";
import { cleanName, nameSkeleton } from "../../db/names.ts";

const codePoint = (code: string) => String.fromCodePoint(parseInt(code, 16));
const nothing = [
  "3164",
  "ffa0",
  "115f",
  "1160",
  "2800",
  "034f",
  "17b4",
  "17b5",
  "180b",
  "180e",
  "00ad",
  "200b",
  "2060",
  "feff",
  "061c",
  "202e",
  "2066",
  "e0041",
  "e0001",
  "fe0f",
  "e0100",
  "1d159",
  "1d173",
  "fffc",
  "fff9",
  "200d",
  "200c",
  "e000",
  "0007",
].map(codePoint);

test("P6 a name of nothing that can be seen is none", () => {
  for (const char of nothing) {
    expect(cleanName(char.repeat(3)), char.codePointAt(0)?.toString(16)).toBe("");
    expect(cleanName(`A${char}nn`).replace(" ", ""), char.codePointAt(0)?.toString(16)).toBe("Ann");
  }
  expect(cleanName(" \u2003\u3000\u00a0 ")).toBe("");
  expect(cleanName("\u0301\u0308")).toBe("");
  expect(cleanName("  Ann\u2800\u2800  Lee ")).toBe("Ann Lee");
});

test("P6 marks do not pile up on a letter", () => {
  const marks = (name: string) => name.match(/\p{M}/gu)?.length ?? 0;
  const zalgo = `A${Array.from({ length: 30 }, (_, i) => String.fromCharCode(0x310 + i)).join("")}nn`;
  expect(marks(cleanName(zalgo))).toBeLessThanOrEqual(4);
  expect(cleanName(zalgo).replace(/\p{M}/gu, "")).toBe("Ann");
  expect(cleanName(`ก${"็".repeat(40)}`)).toBe("ก็");
  expect(cleanName("\u0301Ann \u0302Lee")).toBe("Ann Lee");
});

test.each([
  "สุพรรณี น้ำเงิน",
  "คุณปู่",
  "हृषिकेश",
  "कृष्णा",
  "श्रीमती",
  "Nguyễn Thị Ặnh",
  "محمّد",
  "نُورُ الدّين",
  "བསྒྲུབས",
  "སྒྲོལ་མ",
  "မျှော်",
  "မြို့",
  "ශ්‍රී",
  "می‌خواهم",
  "क्‍ष",
  "שָׁלוֹם",
  "Zoë",
  "O’Brien-Łukasz",
  "김철수",
  "辻󠄀",
  "山田 太郎",
  "👨‍👩‍👧 family",
  "❤️",
  "👩🏽‍💻",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "1️⃣",
  "🇺🇦",
  "ខ្មែរ",
  "Ἀθηνᾶ",
])("P6 the name %s stays whole", (name) => {
  expect(cleanName(name)).toBe(name.normalize("NFC"));
});

test("P6 whatever somebody types, the name fits, shows nothing invisible, and is clean for good", () => {
  const parts = fc.constantFrom(...nothing, "A", "é", " ", "क", "्", "ا", "👩", "🏴", "\u0301", "辻", "1", "\u20e3");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 90 }),
        fc.array(parts, { maxLength: 90 }).map((some) => some.join("")),
      ),
      (typed) => {
        const name = cleanName(typed);
        expect(cleanName(name)).toBe(name);
        expect([...name].length).toBeLessThanOrEqual(MAX_NAME_CHARS);
        for (const char of ["\u3164", "\u2800", "\u115f", "\u1160", "\uffa0", "\u034f", "\u202e", "\u2066"])
          expect(name).not.toContain(char);
      },
    ),
    { numRuns: 200 },
  );
});

test.each([
  ["Ann", "ann"],
  ["Ann", "A n n"],
  ["Ann", "Аnn"],
  ["Ann", "Ａｎｎ"],
  ["Ann", "Ánñ"],
  ["Ann", "Ann (guest 2)"],
  ["Ann", "Ann."],
  ["Peter", "Реtеr"],
  ["Bob", "Воb"],
  ["Ian", "lan"],
  ["Bill", "Bi1l"],
  ["Otto", "0tto"],
  ["Marta", "Μarta"],
  ["Carl", "Саrl"],
  ["Arnie", "Amie"],
  ["АННА", "Анна"],
  ["Mira (owner)", "Mira"],
])("P6 %s and %s look alike", (one, other) => {
  expect(nameSkeleton(one)).toBe(nameSkeleton(other));
});

test.each([
  ["Ann", "Anna"],
  ["Ada", "Grace"],
  ["Анна", "Мария"],
  ["山田", "山本"],
  ["👩", "👨"],
  ["(Ann)", "(Bob)"],
  ["の", "め"],
])("P6 %s and %s do not look alike", (one, other) => {
  expect(nameSkeleton(one)).not.toBe(nameSkeleton(other));
  expect(nameSkeleton(one)).not.toBe("");
});
