import { expect } from "playwright/test";
import { browserOf, enter, excuse } from "../support/browser.ts";
import { sumOf } from "../support/metrics.ts";
import { test } from "../support/page-test.ts";
import { startSentry } from "../support/sentry-stand-in.ts";
import { startStack } from "../support/stack.ts";
import { until } from "../support/until.ts";

test("a visit's web vitals are counted under its page when it is left, by our own server", async ({ browser }) => {
  await using stack = await startStack();
  const ada = await stack.signUp("Ada");
  const sessionId = await stack.newSession(ada.user, { content: "const secret = 1;" });
  const { page, context, complaints } = await browserOf(browser, stack, ada);
  const addresses: string[] = [];
  context.on("request", (request) => addresses.push(request.url()));
  await page.goto(stack.origin);
  await page.waitForLoadState("networkidle");
  await page.getByLabel("Got a link?").evaluate((field) => {
    // An interaction that takes long enough to be measured.
    field.addEventListener("pointerdown", () => {
      for (const end = performance.now() + 60; performance.now() < end;);
    });
  });
  await page.getByLabel("Got a link?").click();
  // web-vitals looks at an interaction once the page is idle after it.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const idleTwice = () => requestIdleCallback(() => requestIdleCallback(resolve));
        new PerformanceObserver(idleTwice).observe({ type: "first-input", buffered: true });
      }),
  );
  await enter(page, stack, sessionId);
  const count = (labels: Record<string, string>) => sumOf(stack.origin, "tandem_web_vital_seconds_count", labels);
  const counts = () => Promise.all(["LCP", "INP", "FCP", "TTFB"].map((vital) => count({ vital, page: "_index" })));
  await expect.poll(counts).toEqual([1, 1, 1, 1]);
  expect(await sumOf(stack.origin, "tandem_layout_shift_count", { page: "_index" })).toBe(1);
  expect(await sumOf(stack.origin, "tandem_web_vital_seconds_sum", { vital: "TTFB", page: "_index" })).toBeLessThan(60);

  await page.goto(`${stack.origin}/settings`);
  await until(async () => (await count({ vital: "LCP", page: "sessions.$sessionId" })) === 1);
  // Once a visit.
  expect(await sumOf(stack.origin, "tandem_request_seconds_count", { route: "api.vitals", status: "204" })).toBe(2);
  expect(addresses.filter((address) => new URL(address).host !== new URL(stack.origin).host)).toEqual([]);
  expect(addresses.filter((address) => address.includes("error-reports"))).toEqual([]);
  expect(complaints).toEqual([]);
});

test("with SENTRY_DSN a page's errors are reported, without its address, its person or its text", async ({
  browser,
}) => {
  await using sentry = await startSentry();
  await using stack = await startStack({ env: { SENTRY_DSN: sentry.dsn } });
  const ada = await stack.signUp("Ada Lovelace");
  const sessionId = await stack.newSession(ada.user, { content: "const secret = 1;", title: "Secret title" });
  const { page, complaints } = await browserOf(browser, stack, ada);
  const loaded = page.waitForResponse((response) => response.url().includes("error-reports"));
  await enter(page, stack, sessionId);
  await (await loaded).finished();
  await page.evaluate(() => {
    console.log("const secret = 1;");
    // Again until the reporter listens.
    const again = setInterval(() => Promise.reject(new Error('it failed: "const secret = 1;"')), 50);
    setTimeout(() => clearInterval(again), 60_000);
  });
  const { path, items } = await until(() => sentry.envelopes[0]);
  expect(path).toMatch(/^\/api\/7\/envelope\//);
  expect(items[0]?.body).toMatchObject({
    tags: { process: "browser" },
    exception: { values: [{ type: "Error", value: 'it failed: "…"' }] },
  });
  const [name = "", value = ""] = ada.cookie.split("=");
  for (const { text, headers } of sentry.envelopes) {
    for (const secret of ["secret", "Secret title", "Lovelace", sessionId, ada.user.id, value, "breadcrumbs"])
      expect(text).not.toContain(secret);
    expect(JSON.stringify(headers)).not.toContain(value);
    expect(JSON.stringify(headers)).not.toContain(sessionId);
    expect(headers.cookie ?? "").not.toContain(name);
  }
  expect(complaints.filter((text) => !text.includes("it failed"))).toEqual([]);
  excuse(complaints);
});
