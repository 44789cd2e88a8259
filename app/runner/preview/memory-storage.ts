/** What `localStorage` is in a preview: it lasts as long as the page is shown. */
export class MemoryStorage {
  private readonly entries = new Map<string, string>();

  get length(): number {
    return this.entries.size;
  }

  key(nth: number): string | null {
    return [...this.entries.keys()][nth] ?? null;
  }

  getItem(key: string): string | null {
    return this.entries.get(String(key)) ?? null;
  }

  setItem(key: string, value: string) {
    this.entries.set(String(key), String(value));
  }

  removeItem(key: string) {
    this.entries.delete(String(key));
  }

  clear() {
    this.entries.clear();
  }
}
