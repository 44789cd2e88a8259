import { request } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { expect } from "vitest";
import { z } from "zod";
import { MAX_TITLE_CHARS } from "../../protocol/limits.ts";
import { decodeFiles, findDocument } from "../../db/documents.ts";
import { beginRun } from "../../db/runs.ts";
import { findSession } from "../../db/sessions.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { ask, submit } from "./asking.ts";
import { oddBodies, oddFields, oddIds, oddQueries } from "./odd-input.ts";

const refusal = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    message: z.string().min(8),
    fields: z.record(z.string(), z.string().min(8)).optional(),
  }),
});
const MB = 1024 * 1024;

/** fast-check prints the seed and the smallest input of a failure. */
const check = <T>(input: fc.Arbitrary<T>, property: (value: T) => Promise<void>, numRuns = 150) =>
  fc.assert(fc.asyncProperty(input, property), {
    numRuns,
    interruptAfterTimeLimit: 300_000,
    markInterruptAsFailure: true,
  });

const urlParts = (origin: string) => ({ host: "127.0.0.1", port: new URL(origin).port });

// More than one person asks: what is sent here must be looked at.
const test = stackTest({ env: { REQUESTS_A_SECOND: "100000" } })
  .extend("sessionId", { scope: "file" }, ({ stack, ada }) => stack.newSession(ada.user))
  /** Ada's, under way; a look for silent runs may end it. */
  .extend("runId", { scope: "file" }, async ({ stack, ada, sessionId }) => {
    const id = newId();
    const code = { kind: "run", runner: "sql", fileId: "f", path: "a.sql", codeHash: "" } as const;
    await beginRun(stack.db, { id, sessionId, userId: ada.user.id, ...code });
    return id;
  })
  /** The web process that answered first answers last, and nothing has failed in it. */
  .extend("pid", { scope: "file", auto: true }, ({ stack }) => stack.web.pid())
  /** A request that `fetch` would not send: any method, any bytes in the address. */
  .extend(
    "sendBare",
    { scope: "file" },
    ({ stack }) =>
      (method: string, path: string, headers: Record<string, string> = {}) =>
        new Promise<{ status: number; text: string }>((resolve, reject) => {
          const outgoing = request({ ...urlParts(stack.origin), method, path, headers }, (response) => {
            let text = "";
            response.on("data", (chunk) => (text += String(chunk)));
            response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
          });
          outgoing.on("error", reject).end();
        }),
  );

test.afterEach(({ stack, pid }) => {
  expect(stack.web.pid()).toBe(pid);
  expect(stack.web.output()).not.toMatch(/"level":[56]0/);
});

test("P8 a body of 10 MB gets a sentence, whatever it is", async ({ stack, ada, sessionId, runId }) => {
  const big = "x".repeat(10 * MB);
  for (const [method, path] of [
    ["PATCH", `/api/sessions/${sessionId}`],
    ["POST", `/api/sessions/${sessionId}/messages`],
    ["POST", `/api/sessions/${sessionId}/invites`],
    ["POST", `/api/sessions/${sessionId}/runs`],
    ["PATCH", `/api/sessions/${sessionId}/runs/${runId}`],
    ["POST", `/api/sessions/${sessionId}/runs/${runId}/output`],
  ] as const) {
    const answer = await ask(stack, method, path, { as: ada, body: { title: big } });
    expect([answer.status, refusal.parse(answer.json).error.code]).toEqual([413, "too_large"]);
  }
  for (const path of ["/auth/guest", "/auth/github", "/settings", "/sessions?index", "/sessions/new", "/?index"]) {
    const answer = await submit(stack, path, { name: big }, { as: ada });
    expect([path, answer.status]).toEqual([path, 413]);
    expect(answer.text).toContain("kB that fit here");
  }
  // A new session may be as large, but neither its title nor all that is not text.
  const ofLargest = async (raw: string) => {
    const answer = await ask(stack, "POST", "/api/sessions", { as: ada, raw });
    expect(answer.text.length).toBeLessThan(1_000);
    return [answer.status, refusal.parse(answer.json).error.code];
  };
  expect(await ofLargest(JSON.stringify({ title: big }))).toEqual([422, "invalid"]);
  expect(await ofLargest(JSON.stringify({ [big]: 1 }))).toEqual([422, "invalid"]);
  expect(await ofLargest(JSON.stringify({ files: [{ path: big, content: "" }] }))).toEqual([422, "invalid"]);
  for (const part of ["{},", "[],", "0,", '"",'])
    expect(await ofLargest(`{"files": [${part.repeat((10 * MB) / part.length)}0]}`)).toEqual([413, "too_large"]);
  expect(await ofLargest(`${"[".repeat(10 * MB)}`)).toEqual([413, "too_large"]);
  // Who may not, hears that first.
  expect((await ask(stack, "POST", "/api/sessions", { body: { title: big } })).status).toBe(401);
  expect((await ask(stack, "PATCH", `/api/sessions/${newId()}`, { as: ada, body: { title: big } })).status).toBe(404);
});

test("P8 what is asked on a connection behind a body that nobody read is answered", async ({ stack }) => {
  const { host, port } = urlParts(stack.origin);
  const socket = connect(Number(port), host);
  let text = "";
  const ended = new Promise<string>((resolve) =>
    socket
      .on("data", (data) => (text += String(data)))
      .on("error", () => {})
      .on("close", () => resolve(text)),
  );
  // Far more than the sockets' buffers hold: without a sign-in it is refused while most of it is still here.
  const head = (line: string, ...headers: string[]) =>
    [line, `Host: ${new URL(stack.origin).host}`, ...headers, "", ""].join("\r\n");
  const post = head("POST /api/sessions HTTP/1.1", "Content-Type: application/json", `Content-Length: ${10 * MB}`);
  socket.write(
    post + "x".repeat(10 * MB) + post + "x".repeat(10 * MB) + head("GET /healthz HTTP/1.1", "Connection: close"),
  );
  expect((await ended).match(/^HTTP\/1\.1 \d+/gm)).toEqual(["HTTP/1.1 401", "HTTP/1.1 401", "HTTP/1.1 200"]);
});

test("P8 a first file that cannot be taken gets a sentence, one with a long name a title that fits", async ({
  stack,
  ada,
}) => {
  const upload = async (file: File) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      title: "",
      language: "typescript",
      visibility: "private",
      template: "file",
    }))
      form.set(name, value);
    form.set("file", file);
    return fetch(`${stack.origin}/sessions/new`, {
      method: "POST",
      body: form,
      headers: { cookie: ada.cookie },
      redirect: "manual",
    });
  };
  const large = await upload(new File(["x".repeat(10 * MB)], "a.ts"));
  expect([large.status, (await large.text()).includes("kB that fit here")]).toEqual([413, true]);
  const refused: [string, string | Uint8Array<ArrayBuffer>, string][] = [
    [`${"🙂".repeat(90)}.${"t".repeat(90)}`, "x", "A name has at most 200 characters."],
    ["__proto__", "x", "This name is reserved."],
    ["latin.txt", new Uint8Array(Buffer.from("café", "latin1")), "This file is not UTF-8: save it as UTF-8."],
    ["x.png", new Uint8Array(Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\r", "latin1")), "This file is not a text file."],
  ];
  for (const [name, content, sentence] of refused) {
    const answer = await upload(new File([content], name));
    expect([name, answer.status, (await answer.text()).includes(sentence)]).toEqual([name, 422, true]);
  }
  const long = await upload(
    new File([new Uint8Array(Buffer.from("\ufeffnaïve\r\n", "utf16le"))], `${"🙂".repeat(40)}.${"t".repeat(90)}`),
  );
  expect(long.status).toBe(303);
  const id = long.headers.get("location")?.split("/").pop() ?? "";
  const made = await findSession(stack.db, id);
  expect(made && [...made.title].length).toBe(MAX_TITLE_CHARS);
  const stored = await findDocument(stack.db, id);
  expect(stored && decodeFiles(stored)[0]?.content).toBe("naïve\n");
});

test("P8 a body of another type than the address takes gets 400", async ({ stack, ada }) => {
  const types = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "image/png",
    "x",
    "",
  ];
  for (const type of types) {
    for (const path of ["/auth/guest", "/settings", "/sessions/new", "/sessions?index"]) {
      const answer = await ask(stack, "POST", path, {
        as: ada,
        raw: '{"name":"A"}',
        headers: { "content-type": type },
      });
      expect([type, path, answer.status]).toEqual([type, path, 400]);
      expect(answer.text).toContain("could not be read");
    }
    const answer = await ask(stack, "POST", "/api/sessions", {
      as: ada,
      raw: "title=A",
      headers: { "content-type": type },
    });
    expect([answer.status, refusal.parse(answer.json).error.code]).toEqual([400, "malformed"]);
  }
});

test("P8 a method that is not known gets 405", async ({ ada, sendBare }) => {
  for (const method of ["TRACE", "OPTIONS", "PROPFIND", "PURGE"]) {
    for (const path of ["/", "/settings", "/api/sessions", "/auth/guest"]) {
      const { status, text } = await sendBare(method, path, { cookie: ada.cookie });
      expect([method, path, status]).toEqual([method, path, 405]);
      expect(refusal.parse(JSON.parse(text)).error.code).toBe("method_not_allowed");
    }
  }
});

test("P3 P8 an odd id is one that is not there", async ({ ada, sessionId, sendBare }) => {
  const addresses = fc.constantFrom(
    "/sessions/:id",
    "/join/:id",
    "/api/sessions/:id",
    "/api/sessions/:id/messages",
    "/api/sessions/:id/runs",
    `/api/sessions/${sessionId}/runs/:id`,
    `/api/sessions/${sessionId}/invites/:id`,
    `/api/sessions/${sessionId}/participants/:id`,
  );
  await check(fc.tuple(oddIds(sessionId), addresses), async ([id, address]) => {
    const path = address.replace(":id", id);
    const method = /invites|participants/.test(address) ? "DELETE" : "GET";
    // A slash in the id makes another address of it, some of which are there.
    fc.pre(!/^\.{1,2}$/.test(id));
    expect((await sendBare(method, path, { cookie: ada.cookie })).status).toBe(404);
  });
});

test("P8 whatever JSON an address is sent, it answers what is wrong", async ({ stack, ada, sessionId, runId }) => {
  const targets = fc.constantFrom(
    ["POST", "/api/sessions"],
    ["PATCH", `/api/sessions/${sessionId}`],
    ["POST", `/api/sessions/${sessionId}/messages`],
    ["POST", `/api/sessions/${sessionId}/invites`],
    ["PATCH", `/api/sessions/${sessionId}/participants/${ada.user.id}`],
    ["POST", `/api/sessions/${sessionId}/runs`],
    ["PATCH", `/api/sessions/${sessionId}/runs/${runId}`],
    ["POST", `/api/sessions/${sessionId}/runs/${runId}/output`],
  );
  await check(fc.tuple(targets, oddBodies), async ([[method = "", path = ""], value]) => {
    const answer = await ask(stack, method, path, { as: ada, body: value });
    if (answer.status >= 400) refusal.parse(answer.json);
    expect([200, 201, 204, 403, 409, 422, 429]).toContain(answer.status);
  });
});

test("P8 whatever form a page is sent, it answers with a page or goes on", async ({ stack, ada, sessionId }) => {
  const pages = fc.constantFrom("/settings", "/sessions?index", "/sessions/new", "/?index", "/auth/github");
  await check(fc.tuple(pages, oddFields(sessionId)), async ([path, values]) => {
    const { status, headers } = await submit(stack, path, values, { as: ada });
    expect([302, 303, 400, 404, 422, 429]).toContain(status);
    if (status < 400) expect(new URL(headers.get("location") ?? "", stack.origin).origin).toBe(stack.origin);
  });
});

test("P8 whatever a query holds, lists answer", async ({ stack, ada, sessionId }) => {
  await check(
    fc.tuple(
      fc.constantFrom("/sessions", "/api/sessions", `/api/sessions/${sessionId}/messages`, "/sign-in", "/settings"),
      oddQueries,
    ),
    async ([path, values]) => {
      const { status } = await ask(stack, "GET", `${path}?${new URLSearchParams(values)}`, { as: ada });
      expect([200, 302, 422]).toContain(status);
    },
  );
});

test("P7 a sign-in with GitHub takes nobody to another origin either, nor does a page that asks to sign in", async ({
  stack,
}) => {
  for (const returnTo of [
    "//evil.example",
    "/\\evil.example",
    "/%2f%2fevil.example",
    "/x\r\nSet-Cookie: a=b",
    "/\t/evil.example",
  ]) {
    const answer = await submit(stack, "/auth/github", { returnTo });
    expect(answer.headers.get("location")).toBe("/sign-in?error=off&returnTo=%2Fsessions");
  }
  for (const path of [
    "//evil.example/..//sessions",
    "/sessions/%5c%5cevil.example",
    "/sessions/%0d%0aSet-Cookie:%20a=b",
  ]) {
    const { headers } = await ask(stack, "GET", path);
    const location = headers.get("location") ?? "/";
    expect(new URL(location, stack.origin).origin).toBe(stack.origin);
    expect(headers.getSetCookie()).toEqual([]);
  }
});
