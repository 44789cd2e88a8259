import { expect } from "vitest";
import * as layout from "../../../protocol/layout.ts";
import { connect } from "../../support/connection.ts";
import { newId } from "../../support/person.ts";
import { until } from "../../support/until.ts";
import { fieldsOf, protocol, type Shape, test, time, uuid } from "./contract-test.ts";

test("P13 a session has the fields that are written down, from creating to restoring it", async ({
  ada,
  grace,
  call,
  create,
}) => {
  const made = await create({ title: "  Pair\tup ", language: "python", visibility: "link", linkRole: "viewer" });
  const shape = {
    id: uuid,
    title: "Pair up",
    language: "python",
    visibility: "link",
    linkRole: "viewer",
    viewersRun: false,
    role: "owner",
    ownerId: ada.user.id,
    createdAt: time,
    updatedAt: time,
  };
  expect(made).toEqual(shape);
  const { id } = made;

  const listed = await call("GET /api/sessions", { as: ada, query: "?scope=mine&q=pair%20UP" });
  expect([listed.status, listed.json]).toEqual([200, { sessions: [made] }]);
  for (const scope of ["shared", "public"])
    expect((await call("GET /api/sessions", { as: ada, query: `?scope=${scope}` })).json).toEqual({ sessions: [] });

  const read = await call("GET /api/sessions/:id", { as: grace, ids: { id } });
  expect(read.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect([read.status, read.json]).toEqual([
    200,
    { session: { ...made, role: "viewer", files: [{ id: uuid, path: "main.py", language: "python" }] } },
  ]);
  expect(Object.keys(read.json.session ?? {}).sort()).toEqual(fieldsOf("Session"));

  const changed = await call("PATCH /api/sessions/:id", {
    as: ada,
    ids: { id },
    body: { title: "New", linkRole: "editor", viewersRun: true },
  });
  expect([changed.status, changed.json]).toEqual([
    200,
    { session: { ...shape, title: "New", linkRole: "editor", viewersRun: true } },
  ]);

  const deleted = await call("DELETE /api/sessions/:id", { as: ada, ids: { id } });
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expect((await call("GET /api/sessions/:id", { as: ada, ids: { id } })).status).toBe(404);
  for (let again = 0; again < 2; again++) {
    const restored = await call("POST /api/sessions/:id/restore", { as: ada, ids: { id } });
    expect([restored.status, restored.json]).toEqual([200, { session: (changed.json as Shape).session }]);
  }

  const copy = await call("POST /api/sessions/:id/duplicate", { as: grace, ids: { id } });
  expect([copy.status, copy.json]).toEqual([
    201,
    {
      session: {
        ...shape,
        id: uuid,
        title: "Copy of New",
        visibility: "private",
        linkRole: "editor",
        viewersRun: true,
        ownerId: grace.user.id,
      },
    },
  ]);
});

test("P13 a session is made with the files that are sent", async ({ stack, ada, create, call }) => {
  const { id } = await create({
    files: [
      { path: "b.py", content: "one\r\ntwo\n" },
      { path: "src/a.odd", language: "rust", content: "" },
    ],
  });
  const { json } = await call("GET /api/sessions/:id", { as: ada, ids: { id } });
  expect(json.session?.files).toEqual([
    { id: uuid, path: "b.py", language: "python" },
    { id: uuid, path: "src/a.odd", language: "rust" },
  ]);
  using page = connect(stack.origin, id, ada);
  await page.synced;
  expect(layout.listFiles(page.ydoc).map(({ text }) => text.toString())).toEqual(["one\ntwo\n", ""]);
  const refused = await call("POST /api/sessions", { as: ada, body: { files: [{ path: "../a", content: "" }] } });
  expect([refused.status, Object.keys(refused.json.error?.fields ?? {})]).toEqual([422, ["files.0.path"]]);
});

test("P13 a session is made with as much as a document holds, however long that is as JSON", async ({
  stack,
  call,
}) => {
  const hedy = await stack.signUp("Hedy");
  const make = (...contents: string[]) =>
    call("POST /api/sessions", {
      as: hedy,
      body: { files: contents.map((content, nth) => ({ path: `${nth}.txt`, content })) },
    });
  const half = "\u0001".repeat(protocol.MAX_DOCUMENT_BYTES / 2);
  const made = await make(half, half);
  expect(made.status).toBe(201);
  using page = connect(stack.origin, String(made.json.session?.id), hedy);
  await page.synced;
  const texts = layout.listFiles(page.ydoc).map(({ text }) => text.toString());
  expect(texts.map((text) => text === half)).toEqual([true, true]);
  const refused = await make(half, `${half}.`);
  expect([refused.status, refused.json.error?.message]).toEqual([413, "This is more than the 10240 kB that fit here."]);
});

test("P13 while one large body is read another gets 429, and small ones are taken", async ({ stack, ada, call }) => {
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const headers = { cookie: ada.cookie };
  const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
  const slow = fetch(`${stack.origin}/api/sessions`, {
    method: "POST",
    headers,
    body: new ReadableStream({
      async pull(stream) {
        stream.enqueue(new TextEncoder().encode("{}"));
        begin();
        await isOver;
        stream.close();
      },
    }),
    duplex: "half",
  } as RequestInit);
  await hasBegun;
  const files = [{ path: "a.txt", content: "x".repeat(3 * 1024 * 1024) }];
  const large = () => call("POST /api/sessions", { as: ada, body: { files } });
  // Until the slow one has arrived, as often as it takes: what does not fit is read and costs nobody a session.
  const refused = await until(async () => {
    const answer = await call("POST /api/sessions", { as: ada, body: { files, visibility: "nowhere" } });
    return answer.status === 429 && answer;
  });
  expect([refused.json.error?.code, refused.headers.get("retry-after")]).toEqual(["too_many", "5"]);
  expect((await call("POST /api/sessions", { as: ada, body: {} })).status).toBe(201);
  end();
  expect((await slow).status).toBe(201);
  expect((await large()).status).toBe(201);
});

test("P13 what was deleted is listed with its text, its author and its time, for who may edit", async ({
  stack,
  ada,
  grace,
  call,
  create,
}) => {
  const { id } = await create({ visibility: "link", linkRole: "editor", title: "With a past" });
  using adas = connect(stack.origin, id, ada);
  await adas.synced;
  const ids = { id };
  expect((await call("GET /api/sessions/:id/deleted-files", { as: ada, ids })).json).toEqual({
    files: [],
    isWhole: true,
  });
  adas.text().insert(0, "const answer = 42;\n");
  await adas.durable();
  const fileId = layout.listFiles(adas.ydoc)[0]?.id ?? "";
  using graces = connect(stack.origin, id, grace);
  await graces.synced;
  layout.filesOf(graces.ydoc).clear();
  await graces.durable();
  const file = {
    id: fileId,
    path: "main.ts",
    language: "typescript",
    state: "deleted",
    chars: 19,
    at: time,
    by: "Grace",
  };
  const listed = await call("GET /api/sessions/:id/deleted-files", { as: ada, ids });
  expect([listed.status, listed.json]).toEqual([200, { files: [file], isWhole: true }]);
  const one = await call("GET /api/sessions/:id/deleted-files/:fileId", { as: grace, ids: { id, fileId } });
  expect([one.status, one.json]).toEqual([200, { file: { ...file, content: "const answer = 42;\n" } }]);
  expect(Object.keys(one.json.file ?? {}).sort()).toEqual(fieldsOf("Deleted file"));
  expect(
    (await call("GET /api/sessions/:id/deleted-files/:fileId", { as: ada, ids: { id, fileId: newId() } })).status,
  ).toBe(404);
});
