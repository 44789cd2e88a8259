import { expect } from "vitest";
import { readHistory } from "../../db/document-history.ts";
import { appendUpdates, compactUpdates, setUpdatesAside } from "../../db/document-updates.ts";
import { findLineage } from "../../db/documents.ts";
import { databaseTest } from "../support/database-test.ts";
import { newId, newSession, signUpGuest } from "../support/person.ts";

const everything = { maxRows: 1_000, maxBytes: 1_000_000 };

const test = databaseTest;

test("P8 a history is read with its authors, the oldest first, as far as it is asked for", async ({ database }) => {
  const { db } = database;
  const [ada, grace] = [await signUpGuest(database, "Ada"), await signUpGuest(database, "Grace")];
  const sessionId = await newSession(database, ada.user);
  const lineage = (await findLineage(db, sessionId)) ?? "";
  const node = newId();
  const append = (sequence: number, authorId?: string) =>
    appendUpdates(
      db,
      node,
      [
        {
          sequence,
          sessionId,
          lineage,
          authorId,
          relayed: authorId === undefined,
          update: Uint8Array.of(sequence, 0, 0),
        },
      ],
      false,
    );
  await append(1, ada.user.id);
  await compactUpdates(db, sessionId, (snapshot) => Promise.resolve({ snapshot, redundant: [] }));
  // Another node's edit is here first; the row with its author comes a moment later.
  await append(2);
  await append(3, grace.user.id);
  await append(4, ada.user.id);
  const [bad] = await db.selectFrom("document_updates").select("id").where("sequence", "=", "4").execute();
  await setUpdatesAside(db, [bad?.id ?? ""]);

  const { rows, isWhole } = await readHistory(db, sessionId, everything);
  expect(isWhole).toBe(true);
  expect(rows.slice(1).map(({ update, author }) => [update[0], author?.name ?? null])).toEqual([
    [1, "Ada"],
    [3, "Grace"],
    [2, null],
  ]);
  expect(rows[0]).toMatchObject({ author: { id: ada.user.id, name: "Ada" }, createdAt: expect.any(Date) as unknown });

  const few = await readHistory(db, sessionId, { ...everything, maxRows: 2 });
  expect([few.rows.length, few.isWhole]).toEqual([2, false]);
  const small = await readHistory(db, sessionId, { ...everything, maxBytes: (rows[0]?.update.byteLength ?? 0) + 7 });
  expect([small.rows.length, small.isWhole]).toEqual([3, false]);
  expect(await readHistory(db, newId(), everything)).toEqual({ rows: [], isWhole: false });
});
