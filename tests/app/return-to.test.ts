import fc from "fast-check";
import { expect, test } from "vitest";
import { safeReturnTo } from "../../app/auth/auth.server.ts";

test("P7 wherever somebody asks to return to, it is an address of ours that a header may hold", () => {
  const piece = fc.constantFrom(
    "/",
    "//",
    "\\",
    "%2f",
    "%5c",
    "%0d%0a",
    "\r\n",
    "\t",
    "\0",
    "evil.example",
    "@",
    ":",
    "http:",
    "javascript:",
    "?",
    "#",
    ".",
    "..",
    "x",
    "🙂",
    "\u202e",
    "\ud800",
  );
  const returnTo = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("")}`),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(returnTo, (text) => {
      const target = safeReturnTo(text);
      expect(target).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
      expect(target).not.toMatch(/^\/(%2f|%5c)/i);
      expect(new URL(target, "http://localhost:3000").origin).toBe("http://localhost:3000");
    }),
    { numRuns: 5_000 },
  );
});
