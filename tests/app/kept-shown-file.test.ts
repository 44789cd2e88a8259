import { expect, test, vi } from "vitest";
import { keepShownFile, readShownFile } from "../../app/routes/sessions.$sessionId/files/kept-shown-file.ts";

const session = (nth: number) => `${String(nth).padStart(8, "0")}-0000-4000-8000-000000000000`;

test("the files that were open last are kept for ten sessions, in a cookie that stays short", () => {
  const jar = { cookie: "theme=dark; layout=chat.360.auto.220" };
  vi.stubGlobal("document", {
    get cookie() {
      return jar.cookie;
    },
    set cookie(written: string) {
      const [pair = ""] = written.split(";");
      jar.cookie = `theme=dark; ${pair}; layout=chat.360.auto.220`;
    },
  });
  for (let nth = 1; nth <= 12; nth++) keepShownFile(session(nth), crypto.randomUUID());
  keepShownFile(session(3), "abcdef01-2345-4678-9abc-def012345678");
  expect(readShownFile(jar.cookie, session(3))).toBe("abcdef01");
  expect([1, 2, 4, 12].map((nth) => readShownFile(jar.cookie, session(nth)) !== undefined)).toEqual([
    false,
    false,
    true,
    true,
  ]);
  expect(jar.cookie.length).toBeLessThan(300);
  vi.unstubAllGlobals();
});

test("P8 a cookie that nothing here has written says nothing", () => {
  const bad = [
    null,
    "",
    "files=",
    "files=00000001",
    "files=00000001.<script>",
    "files=00000001./etc/pass",
    "files=0000",
  ];
  for (const cookies of bad) expect(readShownFile(cookies, session(1))).toBeUndefined();
});
