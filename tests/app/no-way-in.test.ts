import { sql } from "kysely";
import { type IncomingMessage, request } from "node:http";
import { expect } from "vitest";
import { newId } from "../../app/new-id.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";
import { ask } from "./asking.ts";

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36";
const FORM = { "content-type": "application/x-www-form-urlencoded" };

const test = stackTest().extend(
  "rows",
  { scope: "file" },
  ({ stack }) =>
    async () =>
      (
        await sql<{
          n: number;
        }>`select (select count(*) from users)::int + (select count(*) from code_sessions)::int as n`.execute(stack.db)
      ).rows[0]?.n,
);

test("P8 for a browser that keeps no cookies no guest and no session is made, and the page says what to do", async ({
  stack,
  ada,
  rows,
}) => {
  const browser = { ...FORM, origin: stack.origin, "user-agent": CHROME, accept: "text/html" };
  const before = await rows();
  for (const path of ["/start", "/auth/guest"]) {
    const rowsThen = await rows();
    const first = await ask(stack, "POST", path, { raw: "name=Grace", headers: browser });
    expect(first.status).toBe(307);
    const again = first.headers.get("location") ?? "";
    const second = await ask(stack, "POST", again, { raw: "name=Grace", headers: browser });
    expect([second.status, second.headers.getSetCookie().some((cookie) => cookie.startsWith("tandem="))]).toEqual([
      403,
      false,
    ]);
    expect(second.text).toContain("Your browser keeps no cookies");
    expect(await rows()).toBe(rowsThen);
    const [cookie = ""] = first.headers.getSetCookie().map((each) => each.split(";")[0]);
    const kept = await ask(stack, "POST", again, { raw: "name=Grace", headers: { ...browser, cookie } });
    expect(Math.floor(kept.status / 100)).toBe(3);
    expect(kept.headers.getSetCookie()[0]).toMatch(/^tandem=/);
  }
  expect(await rows()).toBe((before ?? 0) + 3);
  // A script, which sends no origin, becomes a guest at once, and so does who has a cookie already.
  expect(
    (await ask(stack, "POST", "/auth/guest", { raw: "name=Script", headers: { ...FORM, "user-agent": CHROME } }))
      .status,
  ).toBe(303);
  expect((await ask(stack, "POST", "/start", { as: ada, raw: "", headers: browser })).status).toBe(302);
});

test("P7 a form from another address gets the right one as a link, a script as a sentence", async ({ stack, ada }) => {
  const page = await ask(stack, "POST", "/start", {
    raw: "",
    headers: { ...FORM, origin: "http://127.0.0.1:1", accept: "text/html,*/*;q=0.8" },
  });
  expect([page.status, page.headers.get("content-type")]).toEqual([403, "text/html; charset=utf-8"]);
  expect(page.text).toContain(`href="${stack.origin}"`);
  const script = await ask(stack, "POST", "/api/sessions", {
    as: ada,
    body: {},
    headers: { origin: "http://127.0.0.1:1" },
  });
  expect([script.status, script.json]).toMatchObject([
    403,
    { error: { code: "foreign_origin", message: expect.stringContaining(stack.origin) as unknown } },
  ]);
});

test("P8 P11 who has opened too many sockets is not told that a node waits for it, any other is", async ({ stack }) => {
  const from = (localAddress: string, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request(`${stack.origin}/collab`, { localAddress, headers, agent: false });
      const answered = (response: IncomingMessage) => {
        let text = "";
        response
          .on("data", (data) => (text += String(data)))
          .on("close", () => resolve({ status: response.statusCode ?? 0, text }));
      };
      asked.on("response", answered).on("error", reject).end();
      asked.on(
        "upgrade",
        ({ statusCode = 0 }, socket) => (socket.destroy(), resolve({ status: statusCode, text: "" })),
      );
    });
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "x3JJHMbDL1EzLkh9GBhXDw==",
    origin: stack.origin,
  };
  while ((await from("127.0.0.2", upgrade)).status !== 429);
  const refused = JSON.parse((await from("127.0.0.2")).text) as { waitSeconds: number };
  expect(refused).toEqual({ collab: false, waitSeconds: expect.any(Number) as unknown });
  expect(refused.waitSeconds).toBeGreaterThanOrEqual(1);
  expect(JSON.parse((await from("127.0.0.1")).text)).toEqual({ collab: true });
});

test("P11 a plain request of the sockets' address tells whether a node is there", async ({ stack }) => {
  const collab = async () => (await ask(stack, "GET", "/collab")).json as { collab: boolean };
  expect(await collab()).toEqual({ collab: true });
  await stack.collab.stop();
  await until(async () => !(await collab()).collab);
});

test("P8 an id is a random UUID also where a page over plain http has no randomUUID", () => {
  const own = Object.getOwnPropertyDescriptor(crypto, "randomUUID");
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  try {
    const ids = Array.from({ length: 100 }, newId);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(ids).size).toBe(100);
  } finally {
    if (own) Object.defineProperty(crypto, "randomUUID", own);
    else Reflect.deleteProperty(crypto, "randomUUID");
  }
});
