/**
 * Which files a document no longer has, found by replaying its history: a live document forgets what is deleted. It is
 * replayed twice, first to see where each text was lost, then to read what it was before, so that only one state of the
 * document is in memory at a time.
 */
import * as Y from "yjs";
import { filesOf, findFile, listFiles } from "../../protocol/layout.ts";
import { applyAll } from "../../db/apply-updates.ts";
import type { DeletedFile } from "../deleted-file.ts";

export type WrittenRow = { update: Uint8Array; by: string | null; at: string };
export type LostFile = DeletedFile & { content: string };

export type Replay = {
  /** In the order in which they were written, Yjs V1. */
  rows: WrittenRow[];
  /** The document as it is stored, Yjs V1. */
  current: Uint8Array[];
  /** Milliseconds after which the rest of the rows is left out. */
  maxMs: number;
  now: number;
};

/** How long a text that was cut to less than a tenth counts as emptied; one without any character always does. */
const CUT_DAYS = 7;
/** A text of which this much is left was edited, not emptied. */
const EDITED_CHARS = 100;
const ROWS_PER_CLOCK_CHECK = 500;

/** A moment is the number of the row that was written last. */
type Moment = { row: number; length: number };
type Track = {
  path: string;
  language: string;
  isThere: boolean;
  length: number;
  longest: Moment;
  /** When it last became longer: later edits only took text away. */
  grown: Moment;
  /** When it lost nearly all of its text, and when it had last grown before that. */
  cut?: { row: number; grown: Moment };
  gone?: { row: number; last: Moment };
};

const isCut = (length: number, longest: number) => length * 10 < longest && length < EDITED_CHARS;

/** The files that are gone or have lost their text, the last first, and whether all rows could be looked at in time. */
export function findLostFiles({ rows, current, maxMs, now }: Replay): { files: LostFile[]; isWhole: boolean } {
  const { tracks, replayed } = trackFiles(rows, maxMs);
  const wanted = new Map<string, { moment: Moment; file: Omit<LostFile, "content" | "chars"> }>();
  const there = currentLengths(current);
  for (const [id, track] of tracks) {
    const found = lossOf(track, there.get(id));
    const row = found && rows[found.row];
    if (!row || found.moment.length === 0) continue;
    const isOld = now - Date.parse(row.at) > CUT_DAYS * 24 * 3_600_000;
    if (found.state === "emptied" && isOld && there.get(id) !== 0) continue;
    const { path, language } = track;
    wanted.set(id, { moment: found.moment, file: { id, path, language, state: found.state, at: row.at, by: row.by } });
  }
  const contents = readTexts(rows, new Map([...wanted].map(([id, { moment }]) => [id, moment.row])));
  const files = [...wanted].map(([id, { file }]) => {
    const content = contents.get(id) ?? "";
    return { ...file, chars: content.length, content };
  });
  return {
    files: files.filter(({ content }) => content !== "").sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    isWhole: replayed === rows.length,
  };
}

/** Where a file's text was lost, and the last moment at which it was there; undefined where it was not lost. */
function lossOf(
  { longest, grown, cut, gone }: Track,
  length: number | undefined,
): { state: DeletedFile["state"]; row: number; moment: Moment } | undefined {
  // When a text was emptied in steps and a word was typed in between, its last growth may be that word.
  const before = (growth: Moment) => (growth.length * 2 >= longest.length ? growth : longest);
  if (length === undefined) {
    const row = gone?.row ?? longest.row;
    if (gone && !isCut(gone.last.length, longest.length)) return { state: "deleted", row, moment: gone.last };
    return { state: "deleted", row, moment: before(cut?.grown ?? grown) };
  }
  if (cut && isCut(length, longest.length)) return { state: "emptied", row: cut.row, moment: before(cut.grown) };
}

function trackFiles(rows: WrittenRow[], maxMs: number): { tracks: Map<string, Track>; replayed: number } {
  const until = performance.now() + maxMs;
  const tracks = new Map<string, Track>();
  const replayed = replay(rows, rows.length, (ydoc, row, changed) => {
    for (const id of changed) {
      const file = findFile(ydoc, id);
      const length = file?.text.length ?? 0;
      const known = tracks.get(id);
      if (!known && !file) continue;
      const here = { row, length };
      const track: Track = known ?? { path: "", language: "", isThere: false, length: 0, longest: here, grown: here };
      tracks.set(id, track);
      if (file) Object.assign(track, { path: file.path, language: file.language });
      if (file && length > track.length) track.grown = here;
      if (length >= track.longest.length) track.longest = here;
      if (!file && track.isThere) track.gone = { row, last: { row: row - 1, length: track.length } };
      else if (file && !isCut(length, track.longest.length)) track.cut = undefined;
      else if (file) track.cut ??= { row, grown: track.grown };
      Object.assign(track, { isThere: file !== undefined, length });
    }
    return row % ROWS_PER_CLOCK_CHECK !== 0 || performance.now() < until;
  });
  return { tracks, replayed };
}

/** What files held after certain rows. */
function readTexts(rows: WrittenRow[], moments: Map<string, number>): Map<string, string> {
  const contents = new Map<string, string>();
  const wanted = Map.groupBy(moments.keys(), (id) => moments.get(id) ?? -1);
  replay(rows, Math.max(-1, ...moments.values()) + 1, (ydoc, row) => {
    for (const id of wanted.get(row) ?? []) contents.set(id, findFile(ydoc, id)?.text.toString() ?? "");
    return true;
  });
  return contents;
}

/**
 * Writes the first `count` rows, one by one; `look` gets the ids of the files that a row changed, and says whether to
 * go on.
 */
function replay(
  rows: WrittenRow[],
  count: number,
  look: (ydoc: Y.Doc, row: number, changed: Set<string>) => boolean,
): number {
  const ydoc = new Y.Doc();
  const files = filesOf(ydoc);
  let changed = new Set<string>();
  ydoc.on("afterTransaction", (transaction: Y.Transaction) => {
    for (const [type, keys] of transaction.changed) {
      if ((type as unknown) === files) for (const key of keys) changed.add(String(key));
      const entry = type.parent === files ? type : type.parent;
      if (entry?.parent === files && entry._item?.parentSub) changed.add(entry._item.parentSub);
    }
  });
  try {
    for (const [row, { update }] of rows.slice(0, count).entries()) {
      changed = new Set();
      try {
        applyAll(ydoc, [update]);
      } catch {
        // A row that does not decode was never part of the document.
      }
      if (!look(ydoc, row, changed)) return row + 1;
    }
    return count;
  } finally {
    ydoc.destroy();
  }
}

function currentLengths(current: Uint8Array[]): Map<string, number> {
  const ydoc = new Y.Doc();
  try {
    applyAll(ydoc, current);
    return new Map(listFiles(ydoc).map(({ id, text }) => [id, text.length]));
  } finally {
    ydoc.destroy();
  }
}
