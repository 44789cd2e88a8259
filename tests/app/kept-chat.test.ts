import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepChange, readChanges, withdrawChange } from "../../app/routes/sessions.$sessionId/chat/kept-changes.ts";
import { keepSeen, readSeen } from "../../app/routes/sessions.$sessionId/chat/kept-seen.ts";
import { keepUnsent, readUnsent, withdrawUnsent } from "../../app/routes/sessions.$sessionId/chat/kept-unsent.ts";
import { carryOverChat, keep, keptName, listKept, readKept, removeKeptChats } from "../../app/kept-chat.ts";
import { newId } from "../support/person.ts";

const ada = { userId: newId(), sessionId: newId() };
const grace = { userId: newId(), sessionId: ada.sessionId };
const message = (createdAt: string) => ({ id: newId(), body: "Hello", createdAt });
const [EARLY, LATE] = ["2026-03-08T04:30:00.000Z", "2026-03-09T04:30:00.000Z"];

/** As much of a browser's storage as is asked for: its items are the object's own. */
class Kept {
  [name: string]: unknown;
  getItem(name: string) {
    return Object.hasOwn(this, name) ? this[name] : null;
  }
  setItem(name: string, value: string) {
    this[name] = value;
  }
  removeItem(name: string) {
    delete this[name];
  }
}
beforeEach(() => void vi.stubGlobal("localStorage", new Kept()));
afterEach(() => void vi.unstubAllGlobals());

test("P8 what is kept of a chat and cannot be read is as good as not there", () => {
  const whole = message(EARLY);
  keepUnsent(ada, whole);
  for (const bad of ["", "{", "null", "[]", '{"body":1}', JSON.stringify({ ...whole, id: "<b>" }), "[object Object]"]) {
    keep(keptName(ada, `unsent/${newId()}`), bad);
    keep(keptName(ada, "seen"), bad || "now");
    expect(readSeen(ada)).toBeUndefined();
  }
  expect(readUnsent(ada)).toEqual([whole]);
});

test("unsent messages come back in their order, and one that is withdrawn does not", () => {
  const [first, second, third] = [message(EARLY), message(LATE), message("2026-03-10T00:00:00.000Z")];
  for (const each of [third, first, second]) keepUnsent(ada, each);
  withdrawUnsent(ada, second.id);
  expect(readUnsent(ada)).toEqual([first, third]);
  expect(readUnsent(grace)).toEqual([]);
});

test("what messages are being changed to is kept for each, until it is withdrawn", () => {
  const [one, other] = [newId(), newId()];
  keepChange(ada, { id: one, body: "Helo" });
  keepChange(ada, { id: one, body: "Hello" });
  keepChange(ada, { id: other, body: "line\nline" });
  keep(keptName(ada, `change/${newId()}`), "");
  expect(readChanges(ada)).toEqual([
    { id: one, body: "Hello" },
    { id: other, body: "line\nline" },
  ]);
  withdrawChange(ada, one);
  expect(readChanges(ada)).toEqual([{ id: other, body: "line\nline" }]);
  expect(readChanges(grace)).toEqual([]);
});

test("how far somebody has read never goes back, and is forgotten for the quietest sessions first", () => {
  keepSeen(ada, "");
  expect(readSeen(ada)).toBe("");
  keepSeen(ada, LATE);
  keepSeen(ada, EARLY);
  expect(readSeen(ada)).toBe(LATE);
  const quiet = { ...ada, sessionId: newId() };
  keepSeen(quiet, EARLY);
  keepSeen(grace, EARLY);
  for (let n = 0; n < 250; n++) keepSeen({ ...ada, sessionId: newId() }, "2026-03-08T12:00:00.000Z");
  expect(listKept()).toHaveLength(201);
  expect([readSeen(ada), readSeen(quiet), readSeen(grace)]).toEqual([LATE, undefined, EARLY]);
});

test("a guest's chat is the user's that they become, and nobody's once somebody has signed out", () => {
  const unsent = message(EARLY);
  keepUnsent(ada, unsent);
  keep(keptName(ada, "draft"), "As a guest");
  keepSeen(ada, EARLY);
  keepSeen(grace, LATE);
  localStorage.setItem("tandem.editor", "{}");
  carryOverChat([ada.userId], grace.userId);
  expect([readUnsent(grace), readKept(keptName(grace, "draft"))]).toEqual([[unsent], "As a guest"]);
  expect(readSeen(grace)).toBe(LATE);
  expect([readUnsent(ada), readSeen(ada)]).toEqual([[], undefined]);
  keepSeen(ada, EARLY);
  removeKeptChats(grace.userId);
  expect([readSeen(ada), readSeen(grace)]).toEqual([undefined, LATE]);
  removeKeptChats();
  expect(listKept()).toEqual([]);
  expect(localStorage.getItem("tandem.editor")).toBe("{}");
});

test("P11 where the browser keeps nothing, nothing is called kept", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new Error("Not here.");
    },
  });
  expect(keepUnsent(ada, message(EARLY))).toBe(false);
  expect([readUnsent(ada), readSeen(ada), listKept()]).toEqual([[], undefined, []]);
  withdrawUnsent(ada, newId());
  removeKeptChats();
});
