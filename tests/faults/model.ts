/**
 * What people were shown, as sets of lines; each line of a text is a token that is written once. Nothing of Yjs here.
 */

export type Edit = { kind: "insert" | "delete"; token: string };

/** What a text has that it must not, or has not that it must. */
export type Findings = { lost: string[]; undead: string[]; doubled: string[]; unknown: string[] };

export class Model {
  private readonly written = new Set<string>();
  /** By anybody, whether it was shown as saved or not. */
  private readonly deleted = new Set<string>();
  private readonly savedInserts = new Set<string>();
  private readonly savedDeletes = new Set<string>();
  edits = 0;

  /** Notes an edit before it is sent anywhere. */
  did({ kind, token }: Edit) {
    this.edits++;
    (kind === "insert" ? this.written : this.deleted).add(token);
  }

  /** Notes that an edit was shown as Saved. */
  saved({ kind, token }: Edit) {
    (kind === "insert" ? this.savedInserts : this.savedDeletes).add(token);
  }

  get savedCount() {
    return this.savedInserts.size + this.savedDeletes.size;
  }

  /** Compares with the lines of a text that outlived everybody. */
  check(lines: string[]): Findings {
    const there = new Set(lines);
    return {
      lost: [...this.savedInserts].filter((token) => !there.has(token) && !this.deleted.has(token)),
      undead: [...this.savedDeletes].filter((token) => there.has(token)),
      doubled: lines.filter((token, at) => lines.indexOf(token) !== at),
      unknown: lines.filter((token) => !this.written.has(token)),
    };
  }
}

/** The lines of a text that ends with a line's end. */
export const linesOf = (text: string) => text.split("\n").slice(0, -1);
