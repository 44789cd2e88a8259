import * as Y from "yjs";
import type { Anchor } from "../../../../protocol/entities.ts";

/**
 * Where an anchored character may be, as offsets, `to` not included; `near` is where it is if an undo brought back what
 * was deleted with it.
 */
type Places = { from: number; to: number; near: number };

/**
 * Where anchored lines are again after an undo, as other characters than those that were anchored. It is not enough
 * that the lines read the same: other lines may. They have to stand in the place of the deleted ones. All this follows
 * from what every copy of a document has, and from nothing that only the copy has in which somebody undid.
 */
export function findUndone(
  ydoc: Y.Doc,
  text: Y.Text,
  content: string,
  anchor: Anchor,
  quote: string,
): { start: number; end: number } | undefined {
  const [first, last] = [placesOf(ydoc, text, anchor.start), placesOf(ydoc, text, anchor.end)];
  if (!first || !last) return;
  const isLineEnd = (offset: number) => offset < 0 || offset === content.length || content[offset] === "\n";
  const within = content.slice(first.from, first.to - 1 + quote.length);
  let best: { start: number; end: number; rank: number } | undefined;
  for (let found = within.indexOf(quote); found >= 0; found = within.indexOf(quote, found + 1)) {
    const start = first.from + found;
    const end = start + quote.length;
    if (end <= last.from || end > last.to) continue;
    // Prefers whole lines to lines with something else on them, which was written since; then the nearest.
    const rank = Math.abs(start - first.near) + (isLineEnd(start - 1) && isLineEnd(end) ? 0 : content.length);
    if (!best || rank < best.rank) best = { start, end, rank };
  }
  return best;
}

/** Undefined where the character is of another text, unknown here, or collected together with its text. */
function placesOf(ydoc: Y.Doc, text: Y.Text, position: Anchor["start"]): Places | undefined {
  const item = itemAt(ydoc, position);
  if (!item || item.struct.parent !== text) return;
  const { struct, id } = item;
  if (!struct.deleted) {
    const at = lengthBefore(struct) + id.clock - struct.id.clock;
    return { from: at, to: at + 1, near: at };
  }
  // Yjs joins deleted items, in each document in its own time: the whole run of them is the same everywhere.
  let [first, last] = [struct, struct];
  while (first.left && isOneRun(first.left, first)) first = first.left;
  while (last.right && isOneRun(last, last.right)) last = last.right;
  const walked = new Set<Y.Item>();
  for (let each: Y.Item | null = last; each && each !== first.left; each = each.left) walked.add(each);
  // An undo writes right before what was deleted, which everybody sees by `rightOrigin`. The same goes for anybody who
  // types in its place.
  let length = 0;
  for (let each = first.left; each && (each.deleted || standsBefore(ydoc, each, walked)); each = each.left) {
    walked.add(each);
    if (!each.deleted) length += each.length;
  }
  const to = lengthBefore(first);
  return { from: to - length, to, near: to - (last.id.clock + last.length - id.clock) };
}

function itemAt(ydoc: Y.Doc, position: Anchor["start"]): { struct: Y.Item; id: Y.ID } | undefined {
  try {
    const { item: id } = Y.createRelativePositionFromJSON(position);
    if (!id || Y.getState(ydoc.store, id.client) <= id.clock) return;
    const struct: Y.Item | Y.GC = Y.getItem(ydoc.store, id);
    return struct instanceof Y.Item ? { struct, id } : undefined;
  } catch {
    // Yjs throws for what it cannot have made itself.
    return;
  }
}

const isOneRun = (left: Y.Item, right: Y.Item) =>
  left.deleted && right.deleted && left.id.client === right.id.client && left.id.clock + left.length === right.id.clock;

const standsBefore = (ydoc: Y.Doc, { rightOrigin }: Y.Item, walked: Set<Y.Item>) =>
  rightOrigin !== null && walked.has(Y.getItem(ydoc.store, rightOrigin));

function lengthBefore(item: Y.Item): number {
  let length = 0;
  for (let each = item.left; each; each = each.left) if (!each.deleted && each.countable) length += each.length;
  return length;
}
