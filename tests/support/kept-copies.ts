import type { Page } from "playwright/test";
import * as Y from "yjs";
import { addFile } from "../../protocol/layout.ts";
import type { Database } from "../../db/client.ts";
import { bytesOf } from "./browser.ts";
import { newId } from "./person.ts";

/** What a button gives to keep. */
export async function downloaded(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name }).first().click();
  return String(await bytesOf(await download));
}

/** The names of the copies that a browser keeps. */
export const copiesOf = (page: Page) =>
  page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name ?? "").filter((name) => name.startsWith("tandem/")),
  );

/** Closes a tab as a crash would, once the browser has written what was typed so far. */
export async function crash(page: Page) {
  await page.evaluate(async () => {
    for (const { name = "" } of await indexedDB.databases()) {
      if (!name.startsWith("tandem/")) continue;
      await new Promise<void>((resolve) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          const all = request.result.transaction([...request.result.objectStoreNames], "readwrite");
          all.oncomplete = () => (request.result.close(), resolve());
        };
      });
    }
  });
  await page.close();
}

/** Puts another document in the place of a session's, as restoring an old version would. */
export async function replaceDocument({ db }: { db: Database }, sessionId: string, content: string) {
  const ydoc = new Y.Doc();
  addFile(ydoc, { id: newId(), path: "main.ts", language: "typescript", content });
  const snapshot = Buffer.from(Y.encodeStateAsUpdate(ydoc));
  await db.deleteFrom("document_updates").where("session_id", "=", sessionId).execute();
  await db.updateTable("documents").set({ lineage: newId(), snapshot }).where("session_id", "=", sessionId).execute();
}
