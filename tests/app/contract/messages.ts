import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect } from "vitest";
import { joinByLink, removeParticipant, setRole } from "../../../db/participants.ts";
import { fieldsOf, type Shape, test, time, uuid } from "./contract-test.ts";

test("P13 P10 a message has the fields that are written down, and is there once", async ({
  ada,
  grace,
  call,
  create,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  const sent = { id: randomUUID(), body: "Hello\r\n\tthere 👋" };
  const first = await call("POST /api/sessions/:id/messages", { as: grace, ids: { id }, body: sent });
  const message = {
    id: sent.id,
    sessionId: id,
    userId: grace.user.id,
    userName: "Grace",
    body: "Hello\n\tthere 👋",
    createdAt: time,
    editedAt: null,
  };
  expect([first.status, first.json]).toEqual([201, { message }]);
  expect(Object.keys(first.json.message ?? {}).sort()).toEqual(fieldsOf("Message"));
  const again = await call("POST /api/sessions/:id/messages", {
    as: grace,
    ids: { id },
    body: { ...sent, id: sent.id.toUpperCase() },
  });
  expect([again.status, again.json]).toEqual([200, first.json]);
  expect((await call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: sent })).status).toBe(409);
  const other = await create();
  expect((await call("POST /api/sessions/:id/messages", { as: ada, ids: { id: other.id }, body: sent })).status).toBe(
    409,
  );

  for (const body of ["1", "2", "3"])
    await call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: { id: randomUUID(), body } });
  const page = async (query: string) =>
    (await call("GET /api/sessions/:id/messages", { as: grace, ids: { id }, query })).json.messages ?? [];
  const bodies = (messages: Shape[]) => messages.map(({ body }) => body);
  expect(await page("")).toEqual([
    message,
    ...["1", "2", "3"].map((body) => ({ ...message, id: uuid, userId: ada.user.id, userName: "Ada", body })),
  ]);
  const newest = await page("?limit=2");
  expect(bodies(newest)).toEqual(["2", "3"]);
  expect(bodies(await page(`?limit=2&before=${String(newest[0]?.id)}`))).toEqual([message.body, "1"]);
  expect(await page(`?before=${randomUUID()}`)).toEqual([]);
});

test("P8 P13 a message keeps its indentation, has one kind of line end, and fits", async ({ ada, call, create }) => {
  const { id } = await create();
  const send = (body: string) =>
    call("POST /api/sessions/:id/messages", { as: ada, ids: { id }, body: { id: randomUUID(), body } });
  const kept = async (body: string) => (await send(body)).json.message?.body;
  expect(await kept("    if x:\n        y()\n\n  ")).toBe("    if x:\n        y()");
  expect(await kept(" \n\n\tfirst\r\nsecond\rthird\u2028fourth\u2029fifth\u0085sixth")).toBe(
    "\tfirst\nsecond\nthird\nfourth\nfifth\nsixth",
  );
  expect(await kept("a\0b\u001b[31mc")).toBe("ab[31mc");
  for (const nothing of ["", " \n\t ", "\0", "\u2028\u2029"]) expect((await send(nothing)).status).toBe(422);
  const emoji = "😀".repeat(4_000);
  expect(await kept(emoji)).toBe(emoji);
  expect(await kept(`${emoji}\n \n`)).toBe(emoji);
  const refused = await send(`${emoji}😀`);
  expect([refused.status, refused.json.error?.fields]).toEqual([
    422,
    { body: "A message has at most 4000 characters." },
  ]);
  expect(await kept("x".repeat(4_000))).toHaveLength(4_000);
});

test("P13 a viewer's question whether they may edit stands for ten minutes, or until they were given a role", async ({
  stack,
  ada,
  grace,
  call,
  create,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, id);
  const body = `May I? https://elsewhere.example/sessions/${id}#ask-to-edit`;
  const ask = (messageId: string, as = grace, text = body) =>
    call("POST /api/sessions/:id/messages", { as, ids: { id }, body: { id: messageId, body: text } });
  const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
  expect([(await ask(first)).status, (await ask(first)).status]).toEqual([201, 200]);
  const refused = await ask(second);
  expect([refused.status, refused.json.error?.code]).toEqual([409, "already_asked"]);
  expect(refused.json.error?.message).toContain("10 minutes");
  // Others ask for themselves, and whoever may edit asks nothing.
  expect((await ask(randomUUID(), await stack.signUp("Hedy"))).status).toBe(201);
  for (let nth = 0; nth < 2; nth++) expect((await ask(randomUUID(), ada)).status).toBe(201);
  expect((await ask(randomUUID(), grace, "Please")).status).toBe(201);

  await setRole(stack.db, id, grace.user.id, "viewer");
  expect([(await ask(second)).status, (await ask(third)).status]).toEqual([201, 409]);
  const address = "/api/sessions/:id/messages/:messageId";
  await call(`DELETE ${address}`, { as: grace, ids: { id, messageId: second } });
  expect((await ask(third)).status).toBe(201);
  await sql`update chat_messages set created_at = created_at - interval '10 minutes' where id = ${third}`.execute(
    stack.db,
  );
  // Twice at once is once.
  const both = await Promise.all([ask(randomUUID()), ask(randomUUID())]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test("P13 P15 a message is changed, deleted and restored by its author, and each refusal has its own status", async ({
  stack,
  ada,
  grace,
  call,
  create,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "viewer" });
  await joinByLink(stack.db, grace.user, id);
  const messageId = randomUUID();
  const address = "/api/sessions/:id/messages/:messageId";
  const ids = { id, messageId };
  const sent = await call("POST /api/sessions/:id/messages", {
    as: grace,
    ids: { id },
    body: { id: messageId, body: "Helo" },
  });
  const change = (body: unknown, as = grace) => call(`PATCH ${address}`, { as, ids, body: { body } });
  const changed = await change(" \nHello\r\n");
  expect([changed.status, changed.json]).toEqual([
    200,
    { message: { ...sent.json.message, body: "Hello", editedAt: time } },
  ]);
  expect((await change("Hello")).json).toEqual(changed.json);
  expect([(await change("Mine", ada)).status, (await change("")).status]).toEqual([403, 422]);
  expect((await change("x".repeat(4_001))).json.error?.fields).toEqual({
    body: "A message has at most 4000 characters.",
  });
  const elsewhere = await create({}, grace);
  expect(
    (await call(`PATCH ${address}`, { as: grace, ids: { id: elsewhere.id, messageId }, body: { body: "x" } })).status,
  ).toBe(404);

  const remove = (as = grace) => call(`DELETE ${address}`, { as, ids });
  const restore = (as = grace) => call(`POST ${address}/restore`, { as, ids });
  expect([(await remove(ada)).status, (await remove()).status, (await remove()).status]).toEqual([403, 204, 204]);
  expect([(await change("x")).status, (await remove(ada)).status, (await restore(ada)).status]).toEqual([
    404, 404, 404,
  ]);
  expect((await call("GET /api/sessions/:id/messages", { as: ada, ids: { id } })).json.messages).toEqual([]);
  const retried = await call("POST /api/sessions/:id/messages", {
    as: grace,
    ids: { id },
    body: { id: messageId, body: "Helo" },
  });
  expect(retried.status).toBe(409);
  expect([(await restore()).json, (await restore()).json]).toEqual([changed.json, changed.json]);

  const age = (column: string) =>
    sql`update chat_messages set ${sql.ref(column)} = ${sql.ref(column)} - interval '5 minutes' where id = ${messageId}`.execute(
      stack.db,
    );
  await remove();
  await age("deleted_at");
  expect((await restore()).json.error?.code).toBe("too_late");
  await stack.db.updateTable("chat_messages").set({ deleted_at: null }).where("id", "=", messageId).execute();
  await age("created_at");
  for (const late of [await change("Hi"), await remove()])
    expect([late.status, late.json.error?.code]).toEqual([409, "too_late"]);
  expect((await change("Hello")).status).toBe(200);
  await removeParticipant(stack.db, id, grace.user.id);
  expect([(await change("Hello")).status, (await remove()).status, (await restore()).status]).toEqual([404, 404, 404]);
});
