/** Which commands somebody used last in this browser, by their ids, the last one first. */
const KEY = "tandem.commands";
const MAX_KEPT = 8;

export function lastUsed(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, MAX_KEPT) : [];
  } catch {
    return [];
  }
}

export function keepUsed(id: string) {
  try {
    const kept = [id, ...lastUsed().filter((other) => other !== id)].slice(0, MAX_KEPT);
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // The browser keeps nothing: then the palette begins without them.
  }
}
