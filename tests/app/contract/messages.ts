import { randomUUID } from "node:crypto";
import { expect } from "vitest";
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
