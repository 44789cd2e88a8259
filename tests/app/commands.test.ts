/** Which command is meant by what somebody types, and by the keys that they press. */
import { expect, test } from "vitest";
import type { Command } from "../../app/commands/command.ts";
import { isPressed, keyLabel, writes } from "../../app/commands/key-combination.ts";
import { rank } from "../../app/commands/rank.ts";
import { CommandRegistry } from "../../app/commands/registry.ts";

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  label,
  group: "Files",
  run() {},
  ...more,
});
const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test("a command is found by its label, by other words, and by words in another order", () => {
  const all = [
    command("dark", "Theme: dark", { words: "colour color mode night" }),
    command("zip", "Download all as ZIP", { words: "export archive" }),
    command("file", "main.ts", { detail: "src/deep", words: "src/deep/main.ts" }),
  ];
  const found = (query: string) => rank(all, query, []).map(({ id }) => id);
  expect(found("dark")).toEqual(["dark"]);
  expect(found("dark mode")[0]).toBe("dark");
  expect(found("mode dark")[0]).toBe("dark");
  expect(found("archive")).toEqual(["zip"]);
  expect(found("deep/ma")[0]).toBe("file");
  expect(found("smain")[0]).toBe("file");
  expect(found("zzz")).toEqual([]);
});

test("of equals the one that was used last comes first, and no more than sixty are drawn", () => {
  const all = Array.from({ length: 200 }, (_, nth) => command(`${nth}`, `file${nth % 10}.ts`));
  expect(rank(all, "file3", ["113"])[0]?.id).toBe("113");
  expect(rank(all, "file", []).length).toBe(60);
});

test("keys are those of the person's layout: Caps Lock, other alphabets, signs behind Shift", () => {
  const ctrl = { ctrlKey: true };
  expect(isPressed("Mod+P", press("p", ctrl))).toBe(true);
  expect(isPressed("Mod+P", press("P", ctrl))).toBe(true);
  expect(isPressed("Mod+P", press("з", { ...ctrl, code: "KeyP" }))).toBe(true);
  expect(isPressed("Mod+P", press("p", { ...ctrl, shiftKey: true }))).toBe(false);
  expect(isPressed("Mod+P", press("p"))).toBe(false);
  expect(isPressed("?", press("?", { shiftKey: true }))).toBe(true);
  expect(isPressed("?", press("?"))).toBe(true);
  expect(isPressed("Shift+F6", press("F6", { shiftKey: true }))).toBe(true);
  expect(isPressed("F6", press("F6", { shiftKey: true }))).toBe(false);
  expect([writes("?"), writes("F6"), writes("Mod+P")]).toEqual([true, false, false]);
  expect([keyLabel("Mod+Shift+F"), keyLabel("F1"), keyLabel("Alt+ArrowUp")]).toEqual([
    "Ctrl + Shift + F",
    "F1",
    "Alt + ↑",
  ]);
});

test("a command is there for as long as whoever added it", () => {
  const registry = new CommandRegistry();
  const [page, editor] = [{}, {}];
  let calls = 0;
  registry.subscribe(() => calls++);
  registry.set(page, [command("a", "A", { keys: ["F1"] }), command("b", "B")]);
  registry.set(editor, () => [command("b", "B again")]);
  expect(registry.list().map(({ label }) => label)).toEqual(["A", "B again"]);
  expect([...registry.listKeyed()].map(({ id }) => id)).toEqual(["a"]);
  registry.delete(editor);
  expect(registry.list().map(({ label }) => label)).toEqual(["A", "B"]);
  expect(calls).toBe(3);
});
