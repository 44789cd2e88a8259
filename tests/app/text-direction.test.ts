import { expect, test } from "vitest";
import { messageBody, title } from "../../app/api/session-input.ts";
import { withoutDirections } from "../../db/plain-text.ts";

const controls = [..."\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff"];

test("P8 nothing in a message or a title turns the direction of what follows", () => {
  for (const control of controls) {
    expect(messageBody.parse(`see https://ok.example/${control}gnp.exe`)).toBe("see https://ok.example/gnp.exe");
    expect(title.parse(`a${control}b`)).toBe("ab");
    expect(withoutDirections(`x${control}`)).toBe("x");
    expect(messageBody.safeParse(control).success).toBe(false);
  }
  // Scripts that run from the right, and joiners, are as they were.
  const fair = "שלום عليكم می‌خواهم 👨‍👩‍👧";
  expect(messageBody.parse(fair)).toBe(fair);
});
