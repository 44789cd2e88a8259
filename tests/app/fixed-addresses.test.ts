/** What is at addresses that others have fixed, as a running server answers there. */
import { expect } from "vitest";
import { test as base } from "../support/started.ts";
import { startWebAlone } from "../support/web.ts";

const SETTINGS = { SECURITY_CONTACT: "mailto:security@tandem.example", SOURCE_URL: "https://git.example/tandem" };
const test = base.extend("web", { scope: "file" }, async ({ started }) => started.use(await startWebAlone(SETTINGS)));

const HOUR = "public, max-age=3600";

test.for([
  ["/robots.txt", "text/plain; charset=UTF-8", "Disallow: /sessions"],
  ["/manifest.webmanifest", "application/manifest+json", "minimal-ui"],
  ["/favicon.ico", "image/x-icon", ""],
  ["/apple-touch-icon.png", "image/png", "PNG"],
  ["/icon-maskable-512.png", "image/png", "PNG"],
  ["/.well-known/security.txt", "text/plain; charset=utf-8", "Contact: mailto:security@tandem.example\nExpires: 20"],
] as const)("%s is there, for an hour in a cache", async ([address, type, part], { web }) => {
  const response = await fetch(web.origin + address);
  const { status, headers } = response;
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, type, HOUR]);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.text()).toContain(part);
  // Without this the client would ask for an answer that no cache has.
  const asked = { "if-none-match": headers.get("etag") ?? "", "cache-control": "max-age=0" };
  const again = await fetch(web.origin + address, { headers: asked });
  expect(again.status).toBe(304);
});

test("without a contact there is no security.txt", async () => {
  await using web = await startWebAlone();
  expect((await fetch(`${web.origin}/.well-known/security.txt`)).status).toBe(404);
});

test("a page names its icons, its manifest, the source, and a colour for each theme", async ({ web }) => {
  const page = async (cookie = "") => (await fetch(web.origin, { headers: cookie ? { cookie } : {} })).text();
  const html = await page();
  for (const tag of [
    '<link rel="icon" href="/favicon.ico" sizes="32x32"/>',
    '<link rel="icon" href="/favicon.svg" type="image/svg+xml"/>',
    '<link rel="apple-touch-icon" href="/apple-touch-icon.png"/>',
    '<link rel="manifest" href="/manifest.webmanifest"/>',
    'href="https://git.example/tandem"',
    '<meta name="theme-color" content="#f8f8fa" media="(prefers-color-scheme: light)"/>',
    '<meta name="theme-color" content="#212127" media="(prefers-color-scheme: dark)"/>',
  ])
    expect(html).toContain(tag);
  expect((await page("theme=dark")).match(/<meta name="theme-color"[^>]*>/g)).toEqual([
    '<meta name="theme-color" content="#212127"/>',
  ]);
});

test("P3 search engines are told to leave sessions and invites alone, messengers may look at a link", async ({
  web,
}) => {
  const groups = (await (await fetch(`${web.origin}/robots.txt`)).text()).split(/\n\n/);
  const [messengers = "", all = ""] = groups.filter((group) => group.includes("User-agent"));
  for (const path of ["/sessions", "/join/", "/api/", "/auth/", "/sign-in"])
    expect(all).toContain(`Disallow: ${path}\n`);
  expect(all).toContain("User-agent: *");
  expect(messengers).toContain("User-agent: Twitterbot");
  expect(messengers).not.toMatch(/Disallow: \/(sessions|join|sign-in)/);
  const signIn = await fetch(`${web.origin}/sessions/${crypto.randomUUID()}`);
  expect(await signIn.text()).toContain('<meta name="robots" content="noindex"/>');
});
