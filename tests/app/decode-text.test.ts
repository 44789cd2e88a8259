import { expect, test } from "vitest";
import { decodeText } from "../../app/decode-text.ts";

const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};

test.each([
  ["plain", Buffer.from("naïve 語\n"), "naïve 語\n"],
  ["empty", Buffer.alloc(0), ""],
  ["UTF-8 with a mark", Buffer.from("\ufeffx"), "x"],
  ["UTF-16, little end first", utf16("\ufeffnaïve 👋\r\n"), "naïve 👋\r\n"],
  ["UTF-16, big end first", utf16("\ufeffnaïve 👋", true), "naïve 👋"],
])("a text is read: %s", (_, bytes, text) => {
  expect(decodeText(bytes)).toEqual({ text });
});

test.each([
  ["Latin-1", Buffer.from("// naïve café\n", "latin1"), "encoding"],
  ["Shift JIS", Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0x0a]), "encoding"],
  ["UTF-16 without a mark", utf16("const x = 1;\n"), "encoding"],
  ["the same, big end first", utf16("const x = 1;\n", true), "encoding"],
  ["UTF-16 that breaks off", utf16("\ufeffab").subarray(0, 5), "encoding"],
  ["half a pair in UTF-16", utf16("\ufeffa\ud83d"), "encoding"],
  ["UTF-32", Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]), "encoding"],
  ["a PNG", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01", "latin1"), "binary"],
  ["a NUL in a text", Buffer.from("a\0b and so on"), "binary"],
  ["machine code", Buffer.from(Array.from({ length: 400 }, (_, nth) => (nth * 37) % 256)), "binary"],
])("what is no text here is told as what it is: %s", (_, bytes, problem) => {
  expect(decodeText(bytes)).toEqual({ problem });
});
