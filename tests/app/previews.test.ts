/** What messengers, which have no cookie, show of a link that somebody sent. */
import { expect } from "vitest";
import { createInvite } from "../../db/invites.ts";
import { deleteSession, updateSession } from "../../db/sessions.ts";
import { newId } from "../support/person.ts";
import { stackTest } from "../support/stack-test.ts";
import { type Stack, startStack } from "../support/stack.ts";
import { ask } from "./asking.ts";

const TITLE = 'Quarterly <b>secrets</b> & "plans"';
const test = stackTest();

/** A page as a messenger reads it: redirects are followed, nothing is known of the visitor. */
async function look({ origin }: Stack, path: string) {
  const response = await fetch(origin + path, { headers: { "user-agent": "Slackbot-LinkExpanding 1.0" } });
  const html = await response.text();
  const tags = [...html.matchAll(/<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"/g)];
  return { html, tags: Object.fromEntries(tags.map(([, name = "", content = ""]) => [name, content])) };
}

async function picture({ origin }: Stack, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  const kept = ["content-type", "content-length", "cache-control", "etag", "vary", "set-cookie"];
  return { status: response.status, bytes, headers: kept.map((name) => response.headers.get(name)) };
}

test("P3 a link's preview names a session only where the link alone lets anybody in", async ({ stack, ada }) => {
  for (const visibility of ["link", "public"] as const) {
    const id = await stack.newSession(ada.user, { title: TITLE, visibility, content: "the text itself" });
    const { html, tags } = await look(stack, `/sessions/${id}`);
    expect(tags).toMatchObject({
      "og:title": "Quarterly &lt;b&gt;secrets&lt;/b&gt; &amp; &quot;plans&quot;",
      "og:type": "website",
      "og:image": `${stack.origin}/sessions/${id}/preview.png`,
      "twitter:card": "summary_large_image",
    });
    expect(html).not.toContain("the text itself");
    const { bytes } = await picture(stack, `/sessions/${id}/preview.png`);
    expect(bytes.equals((await picture(stack, "/preview.png")).bytes)).toBe(false);
  }
});

test("P3 a private, a deleted and an unknown session have one preview, for everybody and in every header", async ({
  stack,
  ada,
  grace,
}) => {
  const hidden = await stack.newSession(ada.user, { title: TITLE, visibility: "private" });
  const deleted = await stack.newSession(ada.user, { title: TITLE });
  await deleteSession(stack.db, ada.user.id, deleted);
  const unknown = newId();
  const neutral = await picture(stack, "/preview.png");
  const page = async (id: string) => {
    const { html, tags } = await look(stack, `/sessions/${id}`);
    expect(html).not.toContain("Quarterly");
    return JSON.stringify(tags).replaceAll(id, "ID");
  };
  const pages = new Set<string>();
  for (const id of [hidden, deleted, unknown, hidden.toUpperCase()]) {
    pages.add(await page(id));
    expect(await picture(stack, `/sessions/${id}/preview.png`)).toEqual(neutral);
    // An owner sees what others see: nothing that is kept on the way is somebody's own.
    for (const { cookie } of [ada, grace])
      expect(await picture(stack, `/sessions/${id}/preview.png`, { cookie })).toEqual(neutral);
  }
  expect(pages.size).toBe(1);
  expect(await picture(stack, "/sessions/no-uuid/preview.png")).toEqual(neutral);
});

test("P5 a session that becomes private takes its title back at once, from pictures that are kept, too", async ({
  stack,
  ada,
}) => {
  const id = await stack.newSession(ada.user, { title: "For now" });
  const path = `/sessions/${id}/preview.png`;
  const shown = await picture(stack, path);
  const [, , caching, etag] = shown.headers;
  expect(caching).toBe("public, no-cache");
  const again = await picture(stack, path, { "if-none-match": `W/${etag}, "other"` });
  expect([again.status, again.bytes.length, again.headers[2], again.headers[3]]).toEqual([304, 0, caching, etag]);
  await updateSession(stack.db, ada.user.id, id, { visibility: "private" });
  expect(await picture(stack, path, { "if-none-match": etag ?? "" })).toEqual(await picture(stack, "/preview.png"));
  expect((await look(stack, `/sessions/${id}`)).html).not.toContain("For now");
});

test("P3 an invite's preview names the session while it lets people in, and is like any other after that", async ({
  stack,
  ada,
}) => {
  const sessionId = await stack.newSession(ada.user, { title: "By invitation", visibility: "private" });
  const invite = { sessionId, createdBy: ada.user.id, role: "viewer" } as const;
  const { token } = await createInvite(stack.db, invite);
  const { tags } = await look(stack, `/join/${token}`);
  expect(tags).toMatchObject({
    "og:title": "By invitation",
    "og:url": `${stack.origin}/join/${token}`,
    "og:image": `${stack.origin}/join/${token}/preview.png`,
  });
  const neutral = await picture(stack, "/preview.png");
  expect((await picture(stack, `/join/${token}/preview.png`)).bytes.equals(neutral.bytes)).toBe(false);
  const { token: expired } = await createInvite(stack.db, { ...invite, expiresIn: -1 });
  await deleteSession(stack.db, ada.user.id, sessionId);
  for (const none of [expired, token, "nonsense"]) {
    expect(await picture(stack, `/join/${none}/preview.png`)).toEqual(neutral);
    expect((await look(stack, `/join/${none}`)).html).not.toContain("By invitation");
  }
});

test("P13 a picture is a PNG of 1200 × 630, and the front page has one as well", async ({ stack, ada }) => {
  const id = await stack.newSession(ada.user, { title: "Größe, размер, μέγεθος" });
  for (const path of ["/preview.png", `/sessions/${id}/preview.png`]) {
    const { status, bytes, headers } = await picture(stack, path);
    expect([status, headers[0], headers[1]]).toEqual([200, "image/png", String(bytes.length)]);
    expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([
      "PNG",
      1200,
      630,
    ]);
    expect(bytes.length).toBeLessThan(300_000);
  }
  expect((await look(stack, "/")).tags).toMatchObject({
    "og:url": `${stack.origin}/`,
    "og:image": `${stack.origin}/preview.png`,
  });
  expect((await ask(stack, "HEAD", "/preview.png")).status).toBe(200);
});

test("P3 on a server without guests a link shows nothing of its session", async () => {
  await using closed = await startStack({ env: { ALLOW_GUESTS: "0" } });
  const ada = await closed.signUp("Ada");
  const id = await closed.newSession(ada.user, { title: TITLE, visibility: "public" });
  expect((await look(closed, `/sessions/${id}`)).html).not.toContain("Quarterly");
  expect(await picture(closed, `/sessions/${id}/preview.png`)).toEqual(await picture(closed, "/preview.png"));
});
