import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type * as Y from "yjs";
import { z } from "zod";
import { root } from "./root.ts";

/** Where the recordings are: `TRACES`, or the folder beside the project. */
const folder = path.resolve(root, process.env.TRACES || "../shared/traces");

/** Position, how many to delete there, what to insert there; both count Unicode code points. */
const patchSchema = z.tuple([z.number(), z.number(), z.string()]);
const traceSchema = z.object({
  endContent: z.string(),
  txns: z.array(
    z.object({ agent: z.number().default(0), parents: z.array(z.number()).optional(), patches: z.array(patchSchema) }),
  ),
});
export type Patch = z.infer<typeof patchSchema>;

/**
 * What one person did at once. They had seen all that they did before, and the first `seen` transactions of the other.
 */
export type Txn = { patches: Patch[]; seen: number };

export type Trace = {
  endContent: string;
  /** The transactions of each person, in their order. */
  people: Txn[][];
  /** Whether anything typed has characters that are one code point but two UTF-16 units. */
  wide: boolean;
};

export type TraceName = "friendsforever" | "sveltecomponent" | "seph-blog1" | "automerge-paper";

const fileOf = (name: TraceName) => path.join(folder, `${name}.json.gz`);

export const hasTrace = (name: TraceName) => existsSync(fileOf(name));

/** One of the recordings of real people that ../shared/traces/README.md describes, by one person or by two. */
export function readTrace(name: TraceName): Trace {
  const file = fileOf(name);
  if (!hasTrace(name))
    throw new Error(`The recording ${file} is missing: put the traces there, or set TRACES to their folder.`);
  const { endContent, txns } = traceSchema.parse(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")));
  const people: Txn[][] = [];
  /** How much of each person's work is in the state after a transaction. */
  const versions: [number, number][] = [];
  for (const [index, { agent, parents = index > 0 ? [index - 1] : [], patches }] of txns.entries()) {
    if (agent !== 0 && agent !== 1) throw new Error(`${name} has more than two people.`);
    const of = (person: 0 | 1) => Math.max(0, ...parents.map((parent) => versions[parent]?.[person] ?? 0));
    const version: [number, number] = [of(0), of(1)];
    const own = (people[agent] ??= []);
    if (version[agent] !== own.length) throw new Error(`${name} has a person who has not seen their own work.`);
    own.push({ patches, seen: version[1 - agent] ?? 0 });
    version[agent]++;
    versions.push(version);
  }
  const wide = txns.some(({ patches }) => patches.some(([, , inserted]) => /[\ud800-\udfff]/.test(inserted)));
  return { endContent, people, wide };
}

/**
 * Types patches into a text as one Yjs transaction, which it returns. Yjs counts UTF-16 units, so the positions of a
 * `wide` trace are translated.
 */
export function typePatches(text: Y.Text, patches: Patch[], { wide }: Pick<Trace, "wide">): Y.Transaction {
  if (!text.doc) throw new Error("The text is in no document.");
  const unitsOf = (start: number, codePoints: number) =>
    wide ? Array.from(text.toString().slice(start)).slice(0, codePoints).join("").length : codePoints;
  return text.doc.transact((transaction) => {
    for (const [position, deleted, inserted] of patches) {
      const start = unitsOf(0, position);
      if (deleted) text.delete(start, unitsOf(start, deleted));
      if (inserted) text.insert(start, inserted);
    }
    return transaction;
  });
}
