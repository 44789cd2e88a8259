import { expect, test } from "playwright/test";
import { browserOf, enter } from "../support/browser.ts";
import { sumOf } from "../support/metrics.ts";
import { startSentry } from "../support/sentry-stand-in.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

test("a visit's web vitals are counted under its page when it is left, by our own server", async ({ browser }) => {
  await using stack = await startStack();
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "const secret = 1;" });
  const { page, context, complaints } = await browserOf(browser, stack, ada);
  const addresses: string[] = [];
  const beacons: string[] = [];
  context.on("request", (request) => {
    addresses.push(request.url());
    if (request.url().endsWith("/api/vitals")) beacons.push(request.postData() ?? "");
  });
  await page.goto(stack.origin);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Got a link?").click();
  await enter(page, stack, sessionId);
  const count = (labels: Record<string, string>) => sumOf(stack.origin, "tandem_web_vital_seconds_count", labels);
  for (const vital of ["LCP", "INP", "FCP", "TTFB"]) await until(async () => (await count({ vital, page: "_index" })) === 1);
  expect(await sumOf(stack.origin, "tandem_layout_shift_count", { page: "_index" })).toBe(1);
  expect(await sumOf(stack.origin, "tandem_web_vital_seconds_sum", { vital: "TTFB", page: "_index" })).toBeLessThan(5);

  await page.goto(`${stack.origin}/settings`);
  await until(async () => (await count({ vital: "LCP", page: "sessions.$sessionId" })) === 1);
  // Names and numbers, once a visit.
  expect(beacons.map((body) => (JSON.parse(body) as { page: string }).page)).toEqual(["_index", "sessions.$sessionId"]);
  for (const body of beacons) expect(body).not.toContain(sessionId);
  expect(addresses.filter((address) => new URL(address).host !== new URL(stack.origin).host)).toEqual([]);
  expect(addresses.filter((address) => address.includes("error-reports"))).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test("with SENTRY_DSN a page's errors are reported, without its address, its person or its text", async ({ browser }) => {
  await using sentry = await startSentry();
  await using stack = await startStack({ env: { SENTRY_DSN: sentry.dsn } });
  const ada = await stack.signUp("Ada Lovelace");
  const sessionId = await stack.newSession(ada.user, { content: "const secret = 1;", title: "Secret title" });
  const { page, context, complaints } = await browserOf(browser, stack, ada);
  const loaded = page.waitForResponse((response) => response.url().includes("error-reports"));
  await enter(page, stack, sessionId);
  await (await loaded).finished();
  await page.evaluate(() => {
    console.log("const secret = 1;");
    // Again until the reporter listens.
    const again = setInterval(() => Promise.reject(new Error('it failed: "const secret = 1;"')), 50);
    setTimeout(() => clearInterval(again), 5_000);
  });
  const { path, items } = await until(() => sentry.envelopes[0]);
  expect(path).toMatch(/^\/api\/7\/envelope\//);
  expect(items[0]?.body).toMatchObject({ tags: { process: "browser" }, exception: { values: [{ type: "Error", value: 'it failed: "…"' }] } });
  const [name = "", value = ""] = ada.cookie.split("=");
  for (const { text, headers } of sentry.envelopes) {
    for (const secret of ["secret", "Secret title", "Lovelace", sessionId, ada.user.id, value, "breadcrumbs"]) expect(text).not.toContain(secret);
    expect(JSON.stringify(headers)).not.toContain(value);
    expect(JSON.stringify(headers)).not.toContain(sessionId);
    expect(headers.cookie ?? "").not.toContain(name);
  }
  expect(complaints.filter((text) => !text.includes("it failed"))).toEqual([]);
  await context.close();
});
