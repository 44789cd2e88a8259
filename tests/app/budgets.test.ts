import { decode } from "turbo-stream";
import { expect } from "vitest";
import { createSignIn } from "../../db/sign-ins.ts";
import { upsertGitHubUser } from "../../db/users.ts";
import type { TestDatabase } from "../support/database.ts";
import { readSamples, sumOf } from "../support/metrics.ts";
import { type OpenAIStandIn, startOpenAI } from "../support/openai-stand-in.ts";
import { AUTH_SECRET, newSession, type Person, signUpGuest } from "../support/person.ts";
import { test as base } from "../support/started.ts";
import { until } from "../support/until.ts";
import { startWebAlone } from "../support/web.ts";
import { type Answer, ask, type Wish } from "./behind-proxy.ts";

/** Twenty seconds' worth: 100 points an address, 30 a sign-in, 20 sockets, 1,000 files. */
const REQUESTS_A_SECOND = 5;

const reviewsOf = ({ env }: OpenAIStandIn) => ({
  ...env,
  MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS: "3",
  MAX_REVIEWS_AN_HOUR_A_SERVER: "5",
});

async function leaveSomethingToSweep(database: TestDatabase) {
  const { user } = await signUpGuest(database, "Gone");
  await database.db
    .updateTable("sign_ins")
    .set({ expires_at: new Date(0) })
    .where("user_id", "=", user.id)
    .execute();
}

const test = base
  .extend("ai", { scope: "file" }, async ({ started }) => started.use(await startOpenAI()))
  .extend("web", { scope: "file" }, async ({ started }) =>
    started.use(await startWebAlone({ REQUESTS_A_SECOND: String(REQUESTS_A_SECOND) })),
  )
  /** With the budgets that a server has by itself, and little money for reviews. */
  .extend("school", { scope: "file" }, async ({ started, ai }) =>
    started.use(await startWebAlone(reviewsOf(ai), leaveSomethingToSweep)),
  )
  .extend("ada", { scope: "file" }, ({ web }) => signUpGuest(web, "Ada"))
  /**
   * Asks for more than `most` at once. How many were let in, and a refusal: the budget once, or on a busy machine,
   * where another span of twenty seconds began meanwhile, twice.
   */
  .extend(
    "burst",
    { scope: "file" },
    ({ web }) =>
      async (path: string, most: number, wish: Wish): Promise<{ letIn: number; refusal: Answer }> => {
        const answers = await Promise.all(Array.from({ length: 2 * most + 5 }, () => ask(path, wish, web)));
        const refusals = answers.filter(({ status }) => status === 429);
        const [refusal] = refusals;
        if (!refusal) throw new Error(`${path} is never refused.`);
        return { letIn: answers.length - refusals.length, refusal };
      },
  )
  /** Asks small things until nothing is left, whatever time has passed since the last. */
  .extend("useUp", { scope: "file" }, ({ web }) => async (from: string) => {
    while ((await ask("/api/sessions", { from }, web)).status !== 429);
  });

const fits = (most: number) => [most, 2 * most];

test("P8 an address that asks for too much is refused at once, in the form that it reads, and nobody else is", async ({
  web,
  burst,
  useUp,
}) => {
  const from = "198.51.100.7";
  const pages = await burst("/", (REQUESTS_A_SECOND * 20) / 5, { from });
  expect(pages.letIn).toBeOneOf(fits((REQUESTS_A_SECOND * 20) / 5));
  const pictures = await burst("/preview.png", REQUESTS_A_SECOND, { from: "198.51.100.9" });
  expect(pictures.letIn).toBeOneOf(fits(REQUESTS_A_SECOND));
  const renderedBefore = await sumOf(web.origin, "tandem_request_seconds_count", { route: "_index", status: "200" });
  const { refusal } = pages;
  const seconds = Number(refusal.headers["retry-after"]);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(20);
  expect(refusal.headers).toMatchObject({
    "content-type": expect.stringContaining("text/html"),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  expect(String(refusal.body)).toContain(
    `Too much came from your network at once. Please wait ${seconds} s and try again.`,
  );
  expect(String(refusal.body)).toMatch(/<meta http-equiv="refresh" content="\d+">/);

  await useUp(from);
  const api = await ask("/api/sessions", { from }, web);
  expect([api.status, JSON.parse(String(api.body))]).toMatchObject([
    429,
    { error: { code: "too_many", message: expect.stringContaining("Please wait") } },
  ]);

  // What Remix' own pages ask for, they can read: the page shows the sentence, as if its route had said it.
  const read = async ({ body, headers }: Answer) => {
    expect(headers["content-type"]).toContain("text/x-script");
    const plugins = [
      (type: unknown, data: unknown, status: unknown) =>
        type === "ErrorResponse" ? { value: { data, status } } : false,
    ];
    return (await decode(new Blob([Uint8Array.from(body)]).stream(), { plugins: plugins as never })).value;
  };
  const thrown = {
    error: { status: 429, data: { error: { code: "too_many", message: expect.stringContaining("Please wait") } } },
  };
  await useUp(from);
  expect(await read(await ask("/_root.data", { from }, web))).toMatchObject({ root: thrown, "routes/_index": thrown });
  expect(
    await read(await ask("/sessions/new.data", { from, method: "POST", headers: { origin: web.origin } }, web)),
  ).toMatchObject(thrown);

  // The body of none of these is ever sent.
  for (const path of [
    "/auth/guest",
    "/start",
    "/join/x",
    "/sessions/new",
    "/api/sessions",
    "/api/ai/review",
    "/auth/github",
  ]) {
    await useUp(from);
    const unread = await ask(
      path,
      {
        from,
        method: "POST",
        hasBody: false,
        headers: { "content-length": "100000", "content-type": "application/json" },
      },
      web,
    );
    expect([path, unread.status]).toEqual([path, 429]);
  }
  for (const path of [
    "/sessions/new",
    "/join/x",
    "/auth/github/callback?code=x&state=y",
    "/sign-in",
    "/nothing",
    "/__manifest?p=/",
  ]) {
    await useUp(from);
    expect([path, (await ask(path, { from }, web)).status]).toEqual([path, 429]);
  }
  // A visitor says much about where they come from; the proxy's own word is the last.
  for (const forged of [`203.0.113.200, ${from}`, `::ffff:${from}`]) {
    await useUp(from);
    expect((await ask("/", { from: forged }, web)).status).toBe(429);
  }
  expect(await sumOf(web.origin, "tandem_request_seconds_count", { route: "_index", status: "200" })).toBe(
    renderedBefore,
  );

  // Nobody else notices, and files have a budget of their own.
  expect((await ask("/", { from: "198.51.100.8" }, web)).status).toBe(200);
  expect((await ask("/favicon.svg", { from }, web)).status).toBe(200);
  const refused = (await readSamples(web.origin)).find(
    ({ name, labels }) => name === "tandem_refused_total" && labels.reason === "budget",
  );
  expect(refused?.value).toBeGreaterThan(15);
});

test("P8 one person's flood is theirs alone, from wherever it comes", async ({ web, ada }) => {
  const grace = await signUpGuest(web, "Grace");
  const forged = `${ada.cookie.slice(0, -3)}xxx`;
  for (let i = 0; i < 40; i++)
    expect((await ask("/api/sessions", { from: `203.0.113.${i}`, cookie: forged }, web)).status).toBe(401);
  const most = REQUESTS_A_SECOND * 20 * 0.3;
  const answers = await Promise.all(
    Array.from({ length: 2 * most + 5 }, (_, nth) => ask("/api/sessions", { from: `203.0.113.${nth}`, as: ada }, web)),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeOneOf(fits(most));
  // Their school goes on: what was refused to them was not taken from the address.
  const refused = await Promise.all(
    Array.from({ length: 200 }, () => ask("/api/sessions", { from: "203.0.113.99", as: ada }, web)),
  );
  expect(refused.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(200 - 2 * most);
  expect((await ask("/api/sessions", { from: "203.0.113.99", as: grace }, web)).status).toBe(200);
});

test("P8 upgrades of /collab and files are counted by address, and IPv6 addresses by their network", async ({
  web,
  burst,
}) => {
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "x3JJHMbDL1EzLkh9GBhXDw==",
    origin: web.origin,
  };
  const { letIn, refusal } = await burst("/collab", REQUESTS_A_SECOND * 20 * 0.2, {
    from: "2001:db8:0:1::1",
    headers: upgrade,
  });
  expect(letIn).toBeOneOf(fits(REQUESTS_A_SECOND * 20 * 0.2));
  expect(Number(refusal.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  expect((await ask("/collab", { from: "2001:db8:0:2::1", headers: upgrade }, web)).status).toBe(503);
  const files = await burst("/favicon.svg", REQUESTS_A_SECOND * 20 * 10, { from: "2001:db8:0:3::1" });
  expect(files.letIn).toBeOneOf(fits(REQUESTS_A_SECOND * 20 * 10));
});

test("P8 a class of fifty opens a session at once from one address, and nobody is refused", async ({ school }) => {
  const owner = await signUpGuest(school, "Ada");
  const sessionId = await newSession(school, owner.user, { visibility: "public" });
  const asked = (path: string, as?: Person) => ask(path, { from: "192.0.2.1", as }, school);
  const names = Array.from({ length: 50 }, (_, nth) => `Pupil ${nth + 1}`);
  const statuses = await Promise.all(
    names.map(async (name) => {
      const form = new URLSearchParams({ name, returnTo: `/sessions/${sessionId}` });
      const headers = { "x-forwarded-for": "192.0.2.1", origin: school.origin };
      const arrived = await fetch(`${school.origin}/auth/guest`, {
        method: "POST",
        body: form,
        headers,
        redirect: "manual",
      });
      const cookie = arrived.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
      const pupil = { user: owner.user, cookie };
      const page = await asked(`/sessions/${sessionId}`, pupil);
      const files = await Promise.all(Array.from({ length: 40 }, () => asked("/favicon.svg")));
      const api = await Promise.all(
        Array.from({ length: 6 }, () => asked(`/api/sessions/${sessionId}/participants`, pupil)),
      );
      return [arrived.status, page.status, ...files.map(({ status }) => status), ...api.map(({ status }) => status)];
    }),
  );
  expect(statuses.flat().filter((status) => status !== 200 && status !== 303)).toEqual([]);
  expect(statuses.flat().length).toBe(50 * 48);
});

test("P8 P14 what guests of an address, and all together, may ask of an AI is bounded", async ({ ai, school }) => {
  const review = async (from: string, as?: Person) => {
    const guest = as ?? (await signUpGuest(school, "Guest"));
    const body = JSON.stringify({ code: "boom();", language: "javascript" });
    const {
      status,
      headers,
      body: answer,
    } = await ask(
      "/api/ai/review",
      {
        from,
        as: guest,
        method: "POST",
        body,
        headers: { "content-type": "application/json", "content-length": String(body.length) },
      },
      school,
    );
    return {
      status,
      retryAfter: Number(headers["retry-after"]),
      message: (JSON.parse(String(answer)) as { error?: { message: string } }).error?.message,
    };
  };
  ai.behave("401", []);
  for (let i = 0; i < 4; i++) expect((await review("192.0.2.7")).status).toBe(502);
  ai.behave("good", []);
  // At once: of those who come together no more get in than of those who come after each other.
  const together = await Promise.all(Array.from({ length: 6 }, () => review("192.0.2.7")));
  expect(together.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429]);
  const refused = together.find(({ status }) => status === 429);
  expect(refused?.message).toMatch(
    /^Guests on your network have used all 3 reviews for this hour\. The next one is possible in \d+ min\.$/,
  );
  expect(refused?.retryAfter).toBeGreaterThan(3_000);
  // Who is known has their own.
  const user = await upsertGitHubUser(school.db, { id: "7", login: "grace", name: "Grace", avatarUrl: null });
  const grace = { user, cookie: `tandem=${await createSignIn(school.db, AUTH_SECRET, user.id)}` };
  expect((await review("192.0.2.7", grace)).status).toBe(200);
  const rest = await Promise.all(["192.0.2.8", "192.0.2.9", "192.0.2.10"].map((from) => review(from)));
  expect(rest.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  expect(rest.find(({ status }) => status === 429)?.message).toMatch(
    /^People on this server have used all 5 reviews for this hour\. The next one is possible in 60 min\.$/,
  );
});

test("P8 a web process sweeps by itself soon after its start, and counts what it removed", async ({ school }) => {
  await until(async () => (await sumOf(school.origin, "tandem_swept_total", { kind: "signIns" })) === 1, 240_000);
  expect(
    await school.db.selectFrom("sign_ins").select("user_id").where("expires_at", "<", new Date()).execute(),
  ).toEqual([]);
});
