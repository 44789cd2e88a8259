import fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { filesOf, findFile, isLanguageId, listFiles, withLineFeeds } from "../../protocol/layout.ts";
import { pathProblem } from "../../protocol/paths.ts";
import { decodeUpdate } from "../../collab/document/decode-update.ts";
import { layoutRefusal } from "../../collab/document/layout-rules.ts";
import { add, docWith, fork, hostile, updateOf } from "./layout-attacks.ts";

const decide = (ydoc: Y.Doc, update: Uint8Array) => layoutRefusal(ydoc, decodeUpdate(update));

type Act = { name: string; act: (page: Y.Doc) => void; isHostile: boolean };

const idOf = fc.constantFrom("a", "b", "c", "d");
const any = (page: Y.Doc, nth: number) => listFiles(page)[nth % Math.max(1, listFiles(page).length)];

/** What people do: each is written for a document in any state. */
const honest: fc.Arbitrary<Act> = fc
  .oneof(
    fc
      .tuple(idOf, fc.string({ maxLength: 5 }))
      .map(([id, text]) => ({ name: `add ${id}`, act: (page: Y.Doc) => add(page, id, `${id}.ts`, text) })),
    fc.nat(3).map((nth) => ({
      name: "delete a file",
      act: (page: Y.Doc) => filesOf(page).delete(any(page, nth)?.id ?? "none"),
    })),
    fc.tuple(fc.nat(3), fc.constantFrom("x.py", "src/y.ts", "می\u200cخواهم.py")).map(([nth, path]) => ({
      name: `rename to ${path}`,
      act: (page: Y.Doc) =>
        void filesOf(page)
          .get(any(page, nth)?.id ?? "")
          ?.set("path", path),
    })),
    fc.tuple(fc.nat(3), fc.constantFrom("python", "objective-c")).map(([nth, language]) => ({
      name: `make ${language}`,
      act: (page: Y.Doc) =>
        void filesOf(page)
          .get(any(page, nth)?.id ?? "")
          ?.set("language", language),
    })),
    fc
      .tuple(fc.nat(3), fc.nat(20), fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }))
      .map(([nth, at, text]) => ({
        name: "type",
        act(page: Y.Doc) {
          const file = any(page, nth);
          file?.text.insert(Math.min(at, file.text.length), withLineFeeds(text));
        },
      })),
    fc.tuple(fc.nat(3), fc.nat(20), fc.nat(5)).map(([nth, at, count]) => ({
      name: "delete text",
      act(page: Y.Doc) {
        const text = any(page, nth)?.text;
        if (text && at < text.length) text.delete(at, Math.min(count, text.length - at));
      },
    })),
  )
  .map((act) => ({ ...act, isHostile: false }));

const hostileAct: fc.Arbitrary<Act> = fc
  .constantFrom(...Object.entries(hostile).filter(([, act]) => !String(act).includes('"files"')))
  .map(([name, act]) => ({
    name,
    isHostile: true,
    act(page) {
      // Some need files that the page may not have any more.
      if (findFile(page, "a") && findFile(page, "b")) act(page);
    },
  }));

/** What the layout is, written down a second time. */
function isSound(ydoc: Y.Doc): boolean {
  const copy = fork(ydoc);
  if ([...copy.share.keys()].some((name) => name !== "files")) return false;
  const files = filesOf(copy);
  if (files._start !== null) return false;
  return [...files.entries()].every(([id, value]) => {
    const file: unknown = value;
    if (!(file instanceof Y.Map) || !/^[\w-]{1,64}$/.test(id) || file._start !== null) return false;
    const { path, language, text, ...more } = Object.fromEntries(file.entries()) as Record<string, unknown>;
    if (Object.keys(more).length > 0 || !(text instanceof Y.Text) || text._map.size > 0) return false;
    if (path !== undefined && (typeof path !== "string" || pathProblem(path) !== undefined)) return false;
    if (language !== undefined && !isLanguageId(language)) return false;
    const delta = text.toDelta() as { insert: unknown; attributes?: unknown }[];
    return (
      delta.every(({ insert, attributes }) => typeof insert === "string" && attributes === undefined) &&
      !text.toString().includes("\r")
    );
  });
}

/** What somebody sends after some acts: made on the document as it was, and perhaps mutilated on the way. */
const move = fc.record({
  acts: fc.array(fc.oneof({ weight: 3, arbitrary: honest }, hostileAct), { minLength: 1, maxLength: 4 }),
  flips: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
});

function made(ydoc: Y.Doc, { acts, flips }: { acts: Act[]; flips: [number, number][] }, clientID: number): Uint8Array {
  const update = updateOf(ydoc, (page) => acts.forEach(({ act }) => act(page)), clientID);
  for (const [at, byte] of flips) update[at % update.length] = byte;
  return update;
}

/** The client ids under which an update writes. */
const clientsOf = (update: Uint8Array) => Y.decodeUpdate(update).structs.map(({ id }) => id.client);

function accepts(ydoc: Y.Doc, update: Uint8Array): boolean {
  try {
    return decide(ydoc, update) === undefined;
  } catch {
    // Malformed, which the door says before the layout is asked.
    return false;
  }
}

test("P8 whatever is accepted leaves a document with its layout, also what two nodes accepted at once", () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(fc.tuple(move, move), { minLength: 1, maxLength: 6 }), (rounds) => {
      const ydoc = docWith("a", "b");
      let clientID = 1_000;
      for (const [ours, theirs] of rounds) {
        const updates = [ours, theirs]
          .map((one) => made(ydoc, one, ++clientID))
          .filter((update) => accepts(ydoc, update));
        // A flipped byte may have made it the other's id: whose id is whose is no matter of the layout.
        const [first, second] = updates.map(clientsOf);
        if (first?.some((id) => second?.includes(id))) continue;
        seen.accepted += updates.length;
        seen.refused += 2 - updates.length;
        const other = fork(ydoc);
        for (const update of updates) Y.applyUpdate(ydoc, update);
        for (const update of updates.toReversed()) Y.applyUpdate(other, update);
        expect(ydoc.store.pendingStructs).toBeNull();
        expect(isSound(ydoc)).toBe(true);
        expect(filesOf(other).toJSON()).toEqual(filesOf(ydoc).toJSON());
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  // The property would hold for a door that takes nothing, or that nobody attacks.
  expect(seen.accepted).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(100);
});

test("P1 whatever people do is accepted, at once or after an hour offline", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(honest, { maxLength: 4 }), fc.array(honest, { maxLength: 4 }), fc.boolean()), {
        minLength: 1,
        maxLength: 6,
      }),
      (rounds) => {
        const node = docWith("a", "b");
        const [steady, often] = [fork(node), fork(node)];
        const send = (page: Y.Doc) => {
          const update = Y.encodeStateAsUpdate(page, Y.encodeStateVector(node));
          expect(decide(node, update)).toBeUndefined();
          Y.applyUpdate(node, update);
        };
        // As Hocuspocus does on a new connection: first the page is told, then it tells.
        const meet = (page: Y.Doc) => {
          Y.applyUpdate(page, Y.encodeStateAsUpdate(node, Y.encodeStateVector(page)));
          send(page);
        };
        for (const [graces, adas, isOnline] of rounds) {
          for (const { act } of graces) act(steady);
          send(steady);
          for (const { act } of adas) act(often);
          if (isOnline) meet(often);
          Y.applyUpdate(steady, Y.encodeStateAsUpdate(node, Y.encodeStateVector(steady)));
        }
        meet(often);
        meet(steady);
        meet(often);
        expect(isSound(node)).toBe(true);
        for (const page of [steady, often]) expect(filesOf(page).toJSON()).toEqual(filesOf(node).toJSON());
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 100) },
  );
});
