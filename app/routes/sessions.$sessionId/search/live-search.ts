/**
 * Follows a query through everybody's edits: what is found is found anew a moment after anything has changed. It reads
 * the document and never writes: `replace` hands over edits that are right for the texts as they are in that moment.
 */
import type * as Y from "yjs";
import { filesOf, listFiles } from "../../../../protocol/layout.ts";
import { toText, type Unshown, withChange } from "../editor/unshown-edits.ts";
import type { TextEdit } from "../files/text-edits.ts";
import { Observable } from "../observable.ts";
import { type Query, toPattern } from "./query.ts";
import { SearchError, type SearchFailure } from "./search-error.ts";
import type { SearchedFile, SearchThread } from "./search-thread.client.ts";
import type { FileResults, Result, Wanted } from "./search-texts.ts";

/** From a key in a field to the search. */
const TYPING_MS = 80;
/** From somebody's edit to the search. */
const EDIT_MS = 200;
/** What runs longer than this is given up as soon as something else is looked for. */
const IMPATIENT_MS = 500;
/** From here on the panel says that it is searching. */
const NOTICED_MS = 300;
/** How often edits are looked for anew while others write into the same files. */
const MAX_TRIES = 20;

export type SearchState = {
  /** Of the last search that came to its end, in the order of the files' paths. */
  files?: FileResults[];
  /** What is wrong with the regular expression. */
  problem?: string;
  failure?: SearchFailure;
  isSearching?: boolean;
};
/** One result, one file, or everything. */
export type Target = { fileId?: string; result?: Result };
export type ReplaceOutcome = SearchFailure | "too-many" | "changing" | "gone" | "found";
type Edits = ReadonlyMap<string, TextEdit[]>;
type Change = { path: (string | number)[]; delta: Y.YTextEvent["delta"]; keys: ReadonlyMap<string, unknown> };

export class LiveSearch {
  readonly state = new Observable<SearchState>({});
  private readonly ydoc: Y.Doc;
  private readonly thread: Pick<SearchThread, "list" | "edits" | "stop">;
  private query: Query = { text: "", isCaseSensitive: false, isWholeWord: false, isRegExp: false };
  private replacement: string | undefined;
  private readonly versions = new Map<string, number>();
  /** What was written since the results that are shown, and since the search that runs, by file. */
  private moved = new Map<string, Unshown>();
  private moving = new Map<string, Unshown>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private runsSince: number | undefined;
  private isStale = false;
  private last: Promise<unknown> = Promise.resolve();

  constructor(ydoc: Y.Doc, thread: Pick<SearchThread, "list" | "edits" | "stop">) {
    this.ydoc = ydoc;
    this.thread = thread;
    filesOf(ydoc).observeDeep(this.onFiles);
  }

  /** Looks for something else, or with another replacement; undefined where nothing is to be replaced. */
  look(query: Query, replacement: string | undefined) {
    this.query = query;
    this.replacement = replacement;
    if (this.runsSince !== undefined && Date.now() - this.runsSince > IMPATIENT_MS) this.thread.stop();
    this.state.set({ ...this.state.value, failure: undefined });
    this.later(TYPING_MS);
  }

  /** Where a result stands now, as UTF-16 offsets. */
  placeOf(fileId: string, { start, end }: Result): { start: number; end: number } {
    const moved = this.moved.get(fileId) ?? [];
    const from = toText(moved, start);
    return { start: from, end: end === start ? from : Math.max(from, toText(moved, end - 1) + 1) };
  }

  /**
   * Calls `write` with the edits that replace what is found in the texts of that very moment; it must write them at
   * once. Returns "found" when it was called, or else why not.
   */
  async replace({ fileId, result }: Target, write: (edits: Edits) => void): Promise<ReplaceOutcome> {
    try {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const files = this.files().filter(({ id }) => fileId === undefined || id === fileId);
        const { edits, isTooMany } = await this.inTurn(() => this.thread.edits(this.wanted(files), files));
        if (!this.areStill(files, fileId)) continue;
        if (isTooMany) return "too-many";
        const place = fileId !== undefined && result && this.placeOf(fileId, result);
        const meant = new Map(
          place ? edits.map(([id, those]) => [id, those.filter(({ start }) => start === place.start)]) : edits,
        );
        if ([...meant.values()].every((those) => those.length === 0)) return "gone";
        write(meant);
        return "found";
      }
      return "changing";
    } catch (error) {
      if (error instanceof SearchError) return error.failure;
      throw error;
    }
  }

  dispose() {
    clearTimeout(this.timer);
    filesOf(this.ydoc).unobserveDeep(this.onFiles);
    this.state.close();
    this.thread.stop();
  }

  private readonly onFiles = (events: unknown[]) => {
    for (const { path, delta, keys } of events as Change[]) {
      const ids = path.length > 0 ? [String(path[0])] : [...keys.keys()];
      for (const id of ids) this.versions.set(id, this.versionOf(id) + 1);
      const [id] = ids;
      if (path.length < 2 || id === undefined) continue;
      for (const map of [this.moved, this.moving]) map.set(id, withChange(map.get(id) ?? [], delta));
    }
    // What was too slow would be too slow again.
    if (this.query.text && !this.state.value.failure) this.later(EDIT_MS);
  };

  private versionOf(id: string) {
    return this.versions.get(id) ?? 0;
  }

  private files(): SearchedFile[] {
    return listFiles(this.ydoc).map(({ id, text }) => ({
      id,
      version: this.versionOf(id),
      read: () => {
        this.moving.delete(id);
        return text.toString();
      },
    }));
  }

  private areStill(files: SearchedFile[], fileId: string | undefined) {
    const now = fileId === undefined ? filesOf(this.ydoc).size : files.length;
    return now === files.length && files.every(({ id, version }) => this.versionOf(id) === version);
  }

  private wanted(files: SearchedFile[]): Wanted {
    return { query: this.query, replacement: this.replacement, fileIds: files.map(({ id }) => id) };
  }

  /** An edit waits no longer for the edits behind it; a key in a field does. */
  private later(ms: number) {
    if (ms === EDIT_MS && this.timer !== undefined) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private async run() {
    this.timer = undefined;
    const pattern = toPattern(this.query);
    if (this.query.text === "") return this.state.set({});
    if ("problem" in pattern) return this.state.set({ problem: pattern.problem });
    if (this.runsSince !== undefined) {
      this.isStale = true;
      return;
    }
    this.runsSince = Date.now();
    this.isStale = false;
    const notice = setTimeout(() => this.state.set({ ...this.state.value, isSearching: true }), NOTICED_MS);
    const asked = this.query;
    try {
      const found = await this.inTurn(() => {
        this.moving = new Map();
        const files = this.files();
        return this.thread.list(this.wanted(files), files);
      });
      this.moved = this.moving;
      this.moving = new Map(this.moved);
      this.state.set({ files: found });
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      // Something else is looked for already.
      if (error.failure === "ended" || asked !== this.query) this.isStale = true;
      else this.state.set({ failure: error.failure });
    } finally {
      clearTimeout(notice);
      this.runsSince = undefined;
      if (this.isStale) this.later(0);
    }
  }

  /** One question to the thread at a time. */
  private inTurn<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    const next = this.last.then(ask, ask);
    this.last = next.catch(() => {});
    return next;
  }
}
