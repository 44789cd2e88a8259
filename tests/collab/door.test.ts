import { request } from "node:http";
import { sql } from "kysely";
import { expect } from "vitest";
import { listFiles } from "../../protocol/layout.ts";
import { findLineage } from "../../db/documents.ts";
import { removeParticipant } from "../../db/participants.ts";
import { deleteSession } from "../../db/sessions.ts";
import { deleteOtherSignIns } from "../../db/sign-ins.ts";
import { connect, type ConnectionWish } from "../support/connection.ts";
import { documentCount } from "../support/metrics.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest()
  .extend(
    "expectRefused",
    { scope: "file" },
    ({ stack }) =>
      async (sessionId: string, wish: ConnectionWish, reason: string) => {
        using page = connect(stack.origin, sessionId, wish);
        expect(await page.refused).toBe(reason);
        expect(listFiles(page.ydoc)).toEqual([]);
      },
  )
  /** The status that an upgrade of /collab is answered with. */
  .extend(
    "upgrade",
    { scope: "file" },
    ({ ada }) =>
      (base: string, origin: string | undefined, path = "/collab"): Promise<number | undefined> => {
        const headers = {
          ...(origin !== undefined && { origin }),
          cookie: ada.cookie,
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        };
        return new Promise((resolve, reject) => {
          request(`${base}${path}`, { headers })
            .on("upgrade", (response, socket) => resolve(socket.destroy() && response.statusCode))
            .on("response", (response) => resolve(response.resume() && response.statusCode))
            .on("error", reject)
            .end();
        });
      },
  );

test("P3 without a sign-in, and with a forged, expired or ended one, the answer is signed-out", async ({
  stack,
  ada,
  expectRefused,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const forged = ada.cookie.replace(/\.(.)/, (_, first: string) => `.${first === "A" ? "B" : "A"}`);
  const [expired, ended] = [await stack.signUp("Alan"), await stack.signUp("Barbara")];
  await stack.db
    .updateTable("sign_ins")
    .set({ expires_at: sql<Date>`now()` })
    .where("user_id", "=", expired.user.id)
    .execute();
  await deleteOtherSignIns(stack.db, ended.user.id, Buffer.alloc(0));
  for (const cookie of [undefined, "", "tandem=", forged, `__Host-${ada.cookie}`, expired.cookie, ended.cookie]) {
    await expectRefused(sessionId, { cookie }, "signed-out");
  }
});

test("P3 a session that is private, deleted, left unnamed or absent gives one answer, and loads nothing", async ({
  stack,
  ada,
  grace,
  expectRefused,
}) => {
  const hidden = await stack.newSession(ada.user, { visibility: "private" });
  const deleted = await stack.newSession(ada.user);
  await deleteSession(stack.db, ada.user.id, deleted);
  const removedFrom = await stack.newSession(ada.user);
  {
    using page = connect(stack.origin, removedFrom, grace);
    await page.synced;
    await removeParticipant(stack.db, removedFrom, grace.user.id);
    await page.closed;
  }
  const odd = [
    "not-a-uuid",
    hidden.toUpperCase(),
    ` ${hidden}`,
    `${hidden}/`,
    "",
    "\0",
    `${hidden}\0x\0y`,
    "'; drop table users; --",
    "x".repeat(10_000),
  ];
  await until(async () => (await documentCount(stack.collabOrigin)) === 0);
  for (const name of [hidden, deleted, removedFrom, newId(), ...odd])
    await expectRefused(name, { cookie: grace.cookie }, "no-access");
  expect(await documentCount(stack.collabOrigin)).toBe(0);
});

test("P3 an offline copy of a replaced document is refused, one of this document is let in", async ({
  stack,
  ada,
  expectRefused,
}) => {
  const sessionId = await stack.newSession(ada.user);
  await expectRefused(sessionId, { ...ada, token: newId() }, "replaced");
  for (const token of [await findLineage(stack.db, sessionId), "not a lineage"]) {
    using current = connect(stack.origin, sessionId, { ...ada, token });
    await current.synced;
  }
});

test("P7 a page of another origin is refused before any frame, directly and through the web process", async ({
  stack,
  upgrade,
}) => {
  const { hostname, port } = new URL(stack.origin);
  const foreign = [
    undefined,
    "",
    "null",
    "https://evil.example",
    `${stack.origin}.evil.example`,
    `https://${hostname}:${port}`,
    `http://sub.${hostname}:${port}`,
    `http://${hostname}:${Number(port) + 1}`,
    `http://${hostname}`,
    `${stack.origin}/`,
    `http://127.0.0.1:${port}`,
  ];
  for (const base of [stack.origin, stack.collabOrigin]) {
    for (const origin of foreign) expect([origin, await upgrade(base, origin)]).toEqual([origin, 403]);
    expect(await upgrade(base, stack.origin)).toBe(101);
    expect(await upgrade(base, stack.origin, "/elsewhere")).toBe(404);
  }
});
