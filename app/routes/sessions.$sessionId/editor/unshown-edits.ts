/**
 * What a text has and its editor does not show yet, as replacements of what is shown. While somebody composes a word
 * with an input method, others' edits of that line wait here: the method relies on its line staying as it is. What is
 * written meanwhile is mapped through them to its place in the text. All offsets are UTF-16 units.
 */

/** In the place of the shown text from `start` to `end`, not included, the text has `text`. */
export type Replacement = { start: number; end: number; text: string };
/** Sorted; between two of them something is shown that both have. */
export type Unshown = readonly Replacement[];
type Delta = readonly { retain?: number; insert?: unknown; delete?: number }[];

const growth = ({ start, end, text }: Replacement) => text.length - (end - start);
const total = (unshown: Unshown) => unshown.reduce((sum, each) => sum + growth(each), 0);

class Builder {
  readonly made: Replacement[] = [];
  private at = 0;

  keep(length: number) {
    this.at += length;
  }
  add(text: string) {
    if (text) this.here().text += text;
  }
  drop(length: number) {
    if (length > 0) this.here().end += length;
    this.at += length;
  }
  private here(): Replacement {
    const last = this.made.at(-1);
    if (last?.end === this.at) return last;
    const next = { start: this.at, end: this.at, text: "" };
    this.made.push(next);
    return next;
  }
}

/** The same after the text has changed once more, by a delta of Yjs. */
export function withChange(unshown: Unshown, delta: Delta): Unshown {
  const builder = new Builder();
  let at = 0;
  let nth = 0;
  let used = 0;
  /** Goes on by `length` characters of the text, which stay or are deleted. */
  function pass(length: number, stays: boolean) {
    while (length > 0) {
      const next = unshown[nth];
      const gap = Math.min(length, (next?.start ?? Infinity) - at);
      if (gap > 0) {
        if (stays) builder.keep(gap);
        else builder.drop(gap);
        at += gap;
        length -= gap;
      }
      if (!next || at < next.start) continue;
      const part = next.text.slice(used, used + length);
      if (stays) builder.add(part);
      used += part.length;
      length -= part.length;
      if (used === next.text.length) leave(next);
    }
  }
  function leave(replacement: Replacement) {
    builder.drop(replacement.end - replacement.start);
    at = replacement.end;
    nth++;
    used = 0;
  }
  for (const op of delta) {
    if (op.retain !== undefined) pass(op.retain, true);
    else if (op.delete !== undefined) pass(op.delete, false);
    else if (typeof op.insert === "string") builder.add(op.insert);
  }
  for (let next = unshown[nth]; next; next = unshown[nth]) {
    builder.keep(next.start - at);
    builder.add(next.text.slice(used));
    leave(next);
  }
  return builder.made.filter(({ start, end, text }) => start < end || text !== "");
}

export type TextEdit = { index: number; remove: number; insert: string };

/**
 * Maps an edit of what is shown to the text: `edits` are to be made there in their order. What others have deleted is
 * not deleted again, and what they have written stays. `own` is where what this page wrote just before ends: what is
 * written on there stays together with it.
 */
export function throughUnshown(
  unshown: Unshown,
  { offset, remove, insert }: { offset: number; remove: number; insert: string },
  own?: number,
): { edits: TextEdit[]; unshown: Unshown } {
  const end = offset + remove;
  const before: Replacement[] = [];
  const after: Replacement[] = [];
  const edits: TextEdit[] = [];
  const moved = insert.length - remove;
  let at = offset;
  let shift = 0;
  const removeUpTo = (to: number) => {
    if (to > at) edits.unshift({ index: at + shift, remove: to - at, insert: "" });
  };
  for (const each of unshown) {
    const isBehind =
      each.start > end || (each.start === end && each.end > end) || (each.start === end && each.start > offset);
    if (isBehind) {
      after.push({ ...each, start: each.start + moved, end: each.end + moved });
      continue;
    }
    if (each.end < offset || (each.end === offset && each.start < offset)) {
      before.push(each);
      shift += growth(each);
      continue;
    }
    removeUpTo(Math.min(each.start, end));
    const isAfter =
      each.start > offset || each.end > end || (remove === 0 && each.start === each.end && own === offset);
    if (each.start < offset) {
      before.push({ ...each, end: offset });
      if (each.end > end) after.push({ start: offset + insert.length, end: each.end + moved, text: "" });
    } else if (isAfter) after.push({ ...each, start: offset + insert.length, end: Math.max(each.end, end) + moved });
    else before.push({ ...each, end: offset });
    at = Math.max(at, Math.min(each.end, end));
    shift += growth(each);
  }
  removeUpTo(end);
  if (insert) edits.push({ index: offset + total(before), remove: 0, insert });
  return { edits, unshown: joined([...before, ...after]) };
}

/** Replacements with nothing shown between them are one. */
function joined(unshown: Replacement[]): Unshown {
  const made: Replacement[] = [];
  for (const each of unshown) {
    const last = made.at(-1);
    if (last?.end === each.start)
      made[made.length - 1] = { start: last.start, end: each.end, text: last.text + each.text };
    else made.push(each);
  }
  return made.filter(({ start, end, text }) => start < end || text !== "");
}

/** Takes out those that may be shown now. Those that are left assume that these have been shown. */
export function split(
  unshown: Unshown,
  mayShow: (replacement: Replacement) => boolean,
): { shown: Unshown; left: Unshown } {
  const shown: Replacement[] = [];
  const left: Replacement[] = [];
  let shift = 0;
  for (const each of unshown) {
    if (mayShow(each)) {
      shown.push(each);
      shift += growth(each);
    } else left.push({ ...each, start: each.start + shift, end: each.end + shift });
  }
  return { shown, left };
}

/** Where something that is shown stands in the text; what was written right there comes before it. */
export function toText(unshown: Unshown, offset: number): number {
  let index = offset;
  for (const { start, end, text } of unshown) {
    if (start > offset) break;
    index += text.length - (Math.min(end, offset) - start);
  }
  return index;
}

/** Where something of the text stands in what is shown, or the nearest place. */
export function toShown(unshown: Unshown, index: number): number {
  let shift = 0;
  for (const each of unshown) {
    const start = each.start + shift;
    if (index < start) break;
    if (index < start + each.text.length) return each.start;
    shift += growth(each);
  }
  return index - shift;
}
