/** Combinations of keys, such as `Mod+Shift+F`: whether an event is one, and how people read it. */

const isMac = () => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function isPressed(combination: string, event: Pressed): boolean {
  const { key, modifiers } = parse(combination);
  // A sign such as ? needs Shift on some keyboards and not on others.
  const isSign = modifiers.length === 0 && /^[^\p{L}\p{N}]$/u.test(key);
  const mac = isMac();
  const has = (name: string) => modifiers.includes(name);
  return (
    keyOf(event) === key.toLowerCase() &&
    event.ctrlKey === (has("Ctrl") || (has("Mod") && !mac)) &&
    event.metaKey === (has("Mod") && mac) &&
    event.altKey === has("Alt") &&
    (isSign || event.shiftKey === has("Shift"))
  );
}

/** Whether the combination is a key that would otherwise write something. */
export const writes = (combination: string) => {
  const { key, modifiers } = parse(combination);
  return key.length === 1 && !modifiers.some((modifier) => modifier !== "Shift");
};

/** As on the keys of this computer: `Ctrl + Shift + F`, `⇧⌘F`. */
export function keyLabel(combination: string): string {
  const { key, modifiers } = parse(combination);
  const name = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" }[key] ?? key;
  if (!isMac()) return [...modifiers.map((modifier) => (modifier === "Mod" ? "Ctrl" : modifier)), name].join(" + ");
  const signs: Record<string, string> = { Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Mod: "⌘" };
  return ["Ctrl", "Alt", "Shift", "Mod"]
    .filter((modifier) => modifiers.includes(modifier))
    .map((modifier) => signs[modifier])
    .concat(name)
    .join("");
}

function parse(combination: string): { key: string; modifiers: string[] } {
  const parts = combination.split("+");
  const key = parts.pop() ?? "";
  return { key, modifiers: parts };
}

/**
 * The key, even with Caps Lock; the Latin letter at that place where the layout has no Latin letters, and on a Mac,
 * where Alt makes other signs of all keys.
 */
const keyOf = ({ key, code, altKey }: Pressed) => {
  const isOther = /^[\p{L}\p{M}]$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  const isMade = altKey && isMac() && code.startsWith("Key");
  return (isOther || isMade ? code.replace(/^Key/, "") : key).toLowerCase();
};
