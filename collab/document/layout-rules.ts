/**
 * Which updates keep a document's layout. Decided on decoded structs, before anything is applied: looking afterwards
 * would be too late, since Yjs takes nothing back.
 *
 * safety: a document that has the layout has it after any set of accepted updates, in whatever order, also where two of
 * them were accepted by nodes that did not know of the other. So each rule is about what one update brings: an entry
 * comes whole and once, what a key may hold does not depend on other keys, and no text is taken out of its file. The
 * number of files is the one rule about a sum; nodes that accept files at the same moment may exceed it by those files.
 * liveness: whatever a page of ours does is accepted, deletions always.
 */
import * as Y from "yjs";
import { filesOf, isFileId, isLanguageId, layoutKeys } from "../../protocol/layout.ts";
import { MAX_FILES } from "../../protocol/limits.ts";
import { pathProblem } from "../../protocol/paths.ts";
import type { UpdateRefusal } from "../../protocol/events.ts";
import type { DecodedUpdate } from "./decode-update.ts";

/** Where a struct stands; `gone` is below something that was deleted, where it will be nothing but a length. */
type StructPlace =
  | { in: "files"; key: string }
  | { in: "entry"; entry: Y.Item; key: string }
  | { in: "text"; text: Y.Item }
  | { in: "gone" }
  | { in: "nowhere" }
  | { in: "missing" };

const GONE: StructPlace = { in: "gone" };
const NOWHERE: StructPlace = { in: "nowhere" };
const MISSING: StructPlace = { in: "missing" };

/**
 * Why a document may not take a decoded update (V1), or undefined when it may: `incomplete` when it builds on structs
 * that are neither in the document nor in the update, `layout` when it brings what no document may hold, and
 * `too-many-files`. What the document has already does not count. Applies nothing.
 */
export function layoutRefusal(ydoc: Y.Doc, update: DecodedUpdate): UpdateRefusal | undefined {
  const incoming = new Incoming(ydoc, update);
  if (incoming.hasGaps()) return "incomplete";
  const texts = new Map<Y.Item, number>();
  /** Keys that the update sets, by the entry. */
  const set = new Map<Y.Item, Set<string>>();
  const entries: { key: string; item: Y.Item }[] = [];

  for (const struct of incoming.newStructs()) {
    if (!(struct instanceof Y.Item)) continue;
    const place = incoming.placeOf(struct);
    const { content } = struct;
    if (place.in === "missing") return "incomplete";
    if (place.in === "nowhere") return "layout";
    if (place.in === "gone" || content instanceof Y.ContentDeleted) continue;
    if (place.in === "text") {
      if (!(content instanceof Y.ContentString) || content.str.includes("\r")) return "layout";
    } else if (place.in === "files") {
      if (!isFileId(place.key) || !holds(content, Y.Map)) return "layout";
      if (!incoming.isDeleted(struct)) entries.push({ key: place.key, item: struct });
    } else {
      const { entry, key } = place;
      if (key === "text") {
        if (!incoming.isNew(entry) || !holds(content, Y.Text)) return "layout";
        if (!incoming.isDeleted(struct)) texts.set(entry, (texts.get(entry) ?? 0) + 1);
      } else if (!isValue(key, content)) return "layout";
      if (!incoming.isDeleted(struct)) set.set(entry, (set.get(entry) ?? new Set()).add(key));
    }
  }
  for (const { item } of entries) {
    if (texts.get(item) !== 1 || [...layoutKeys].some((key) => !set.get(item)?.has(key))) return "layout";
  }
  for (const item of incoming.deletedValues()) {
    const place = incoming.placeOf(item);
    if (place.in !== "entry" || incoming.isDeleted(place.entry) || !layoutKeys.has(place.key)) continue;
    if (place.key === "text" || !set.get(place.entry)?.has(place.key)) return "layout";
  }
  if (entries.length > 0 && incoming.countFiles(entries) > Math.max(MAX_FILES, filesOf(ydoc).size))
    return "too-many-files";
}

/** It must be exactly this class: an XmlText is a Text to `instanceof`. */
const holds = (content: Y.Item["content"], type: typeof Y.Map | typeof Y.Text) =>
  content instanceof Y.ContentType && content.type.constructor === type;

/** Whether this is what `path` or `language` may hold. Values that were replaced and kept may stand in one struct. */
function isValue(key: string, content: Y.Item["content"]): boolean {
  if (!(content instanceof Y.ContentAny)) return false;
  const fits =
    key === "path"
      ? (value: unknown) => typeof value === "string" && pathProblem(value) === undefined
      : key === "language"
        ? isLanguageId
        : () => false;
  return content.arr.every(fits);
}

/** An update together with the document that it is for: finds structs in both, and where they stand. */
class Incoming {
  private readonly ydoc: Y.Doc;
  private readonly files: unknown;
  private readonly deleted: ReturnType<typeof Y.mergeDeleteSets>;
  /** In the order of their clocks, which is how they are encoded. */
  private readonly structs = new Map<number, Y.AbstractStruct[]>();
  private readonly places = new Map<Y.Item, StructPlace | undefined>();

  constructor(ydoc: Y.Doc, { structs, ds }: DecodedUpdate) {
    this.ydoc = ydoc;
    this.files = filesOf(ydoc);
    // Sorted, for `Y.isDeleted`; what is sent may be in any order.
    this.deleted = Y.mergeDeleteSets([ds as Parameters<typeof Y.mergeDeleteSets>[0][number]]);
    for (const struct of structs) {
      const own = this.structs.get(struct.id.client);
      if (own) own.push(struct);
      else this.structs.set(struct.id.client, [struct]);
    }
  }

  /** Whether the document would have to wait for other updates before it could apply this one whole. */
  hasGaps(): boolean {
    const ends = new Map<number, number>();
    for (const [client, structs] of this.structs) {
      let end = Y.getState(this.ydoc.store, client);
      for (const { id, length, constructor } of structs) {
        if (id.clock > end || (constructor === Y.Skip && id.clock + length > end)) return true;
        end = Math.max(end, id.clock + length);
      }
      ends.set(client, end);
    }
    for (const [client, ranges] of this.deleted.clients) {
      const last = ranges.at(-1);
      if (last && last.clock + last.len > (ends.get(client) ?? Y.getState(this.ydoc.store, client))) return true;
    }
    return false;
  }

  isNew = (struct: Y.AbstractStruct) => struct.id.clock + struct.length > Y.getState(this.ydoc.store, struct.id.client);

  *newStructs(): Generator<Y.AbstractStruct> {
    for (const structs of this.structs.values()) for (const struct of structs) if (this.isNew(struct)) yield struct;
  }

  /** Whether a struct will be deleted once the update is applied, as far as that is known before. */
  isDeleted = (item: Y.Item) => item.deleted || Y.isDeleted(this.deleted, item.id);

  /** The values of the document's maps that the update deletes. */
  *deletedValues(): Generator<Y.Item> {
    for (const [client, ranges] of this.deleted.clients) {
      const known = this.ydoc.store.clients.get(client);
      if (!known) continue;
      for (const { clock, len } of ranges) {
        if (clock >= Y.getState(this.ydoc.store, client)) continue;
        for (let nth = Y.findIndexSS(known, clock); nth < known.length; nth++) {
          const struct = known[nth];
          if (!struct || struct.id.clock >= clock + len) break;
          if (struct instanceof Y.Item && struct.parentSub !== null && !struct.deleted) yield struct;
        }
      }
    }
  }

  /** How many files there are once these have come, and what the update deletes is gone. */
  countFiles(entries: { key: string }[]): number {
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, item] of filesOf(this.ydoc)._map) if (!this.isDeleted(item)) keys.add(key);
    return keys.size;
  }

  private find(id: Y.ID): Y.AbstractStruct | undefined {
    const { store } = this.ydoc;
    if (id.clock < Y.getState(store, id.client)) return Y.getItem(store, id);
    const own = this.structs.get(id.client) ?? [];
    let [low, high] = [0, own.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = own[middle] as Y.AbstractStruct;
      if (struct.id.clock > id.clock) high = middle - 1;
      else if (struct.id.clock + struct.length <= id.clock) low = middle + 1;
      else return struct;
    }
  }

  /**
   * Where a struct stands, as Yjs will find it when it applies the update. A struct names its place itself or has that
   * of a neighbour, which may depend on another neighbour, and so on: chains of a hundred thousand are usual, so this
   * is not recursive.
   */
  placeOf(item: Y.Item): StructPlace {
    const open = [item];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const known = this.places.get(top);
      if (known) {
        open.pop();
        continue;
      }
      const isFirstLook = !this.places.has(top);
      this.places.set(top, undefined);
      const waitsFor = isFirstLook
        ? this.neighbours(top).filter((other): other is Y.Item => other instanceof Y.Item && !this.places.has(other))
        : [];
      if (waitsFor.length > 0) open.push(...waitsFor);
      else {
        this.places.set(top, this.place(top));
        open.pop();
      }
    }
    return this.places.get(item) ?? MISSING;
  }

  /** What a struct's place follows from. */
  private neighbours(item: Y.Item): (Y.AbstractStruct | undefined)[] {
    if (this.isApplied(item)) return [(item.parent as Y.AbstractType<unknown>)._item ?? undefined];
    return [this.at(item.origin), this.at(item.rightOrigin), this.at(item.parent)];
  }

  private at = (id: unknown) => (id instanceof Y.ID ? this.find(id) : undefined);

  private isApplied = (item: Y.Item) => item.parent instanceof Y.AbstractType;

  /** From the places of its neighbours, all of which are known except those that wait for this very struct. */
  private place(item: Y.Item): StructPlace {
    const { parent, parentSub, origin, rightOrigin } = item;
    if (parent instanceof Y.AbstractType)
      return parent._item ? this.below(parent._item, parentSub) : this.inRoot(parent === this.files, parentSub);
    if (typeof parent === "string") return this.inRoot(parent === "files", parentSub);
    if (parent instanceof Y.ID) {
      const holder = this.find(parent);
      return holder ? this.below(holder, parentSub) : MISSING;
    }
    const sides = [origin, rightOrigin].filter((id) => id !== null).map((id) => this.find(id));
    if (sides.some((side) => side instanceof Y.GC)) return GONE;
    const [left = MISSING, right = left] = sides.map(
      (side) => (side instanceof Y.Item && this.places.get(side)) || MISSING,
    );
    if (left.in === "missing" || right.in === "missing") return MISSING;
    // Between two neighbours in different places there is no place.
    return isSame(left, right) ? left : NOWHERE;
  }

  private inRoot(isFiles: boolean, key: string | null): StructPlace {
    return isFiles && key !== null ? { in: "files", key } : NOWHERE;
  }

  /** The place below a struct that holds a type, under a key of it or, without one, in its list. */
  private below(holder: Y.AbstractStruct, key: string | null): StructPlace {
    if (!(holder instanceof Y.Item) || holder.content instanceof Y.ContentDeleted) return GONE;
    const place = this.places.get(holder) ?? MISSING;
    if (place.in === "missing" || place.in === "gone") return place;
    if (place.in === "files" && key !== null && holds(holder.content, Y.Map))
      return { in: "entry", entry: holder, key };
    if (place.in === "entry" && place.key === "text" && key === null && holds(holder.content, Y.Text))
      return { in: "text", text: holder };
    return NOWHERE;
  }
}

function isSame(a: StructPlace, b: StructPlace): boolean {
  if (a.in === "files") return b.in === "files" && a.key === b.key;
  if (a.in === "text") return b.in === "text" && a.text === b.text;
  if (a.in === "entry") return b.in === "entry" && a.entry === b.entry && a.key === b.key;
  return a.in === b.in;
}
