/**
 * Each part of the cage holds something: where it is taken away, a way out is open, and `cage.test.ts` would see it.
 */
import { expect } from "playwright/test";
import { excuse } from "../../support/browser.ts";
import { chromiumPath } from "../../support/chromium.ts";
import { listen } from "../../support/heard.ts";
import { test } from "../../support/page-test.ts";
import { output, runButton } from "../../support/run-panel.ts";
import { waysOut } from "../../support/ways-out.ts";

// A page that Playwright answers comes from nowhere, which Chromium does not let reach what is on this machine.
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks"],
  },
});

type Part = {
  weaken: (policy: string) => string;
  /** Whether the frame's own attribute is taken away, too. */
  takesSandbox?: boolean;
  /** Ways that are open then, and what arrives by those that the host does not answer. */
  opens?: string[];
  arrives?: string[];
};

const PARTS: Record<string, Part> = {
  "connect-src": {
    weaken: (policy) => policy.replace("connect-src 'none'", "connect-src *"),
    opens: ["fetch", "fetch without cors", "xhr"],
    arrives: ["GET /fetch", "GET /no-cors", "GET /xhr", "GET /events", "upgrade /socket"],
  },
  "script-src": {
    weaken: (policy) => policy.replace(/script-src [^;]*/, "script-src * blob: 'unsafe-inline' 'unsafe-eval'"),
    arrives: ["GET /script.js"],
  },
  "the sandbox": {
    weaken: (policy) => policy.replace("sandbox allow-scripts; ", ""),
    takesSandbox: true,
    opens: ["indexedDB", "caches", "private files"],
  },
  "the sandbox and connect-src": {
    weaken: (policy) => policy.replace("sandbox allow-scripts; ", "").replace("connect-src 'none'", "connect-src *"),
    takesSandbox: true,
    opens: ["own API"],
  },
};

for (const [part, { weaken, takesSandbox, opens = [], arrives = [] }] of Object.entries(PARTS)) {
  test(`without ${part} a program would get out`, async ({ stack, ada, visit }) => {
    using host = await listen();
    const content = waysOut(host.origin, stack.origin);
    const sessionId = await stack.newSession(ada.user, { content, language: "javascript" });
    const { page, complaints } = await visit(ada, sessionId);
    excuse(complaints);
    await page.route(/\/runner\?v=/, async (route) => {
      const response = await route.fetch();
      const policy = response.headers()["content-security-policy"] ?? "";
      expect(weaken(policy)).not.toBe(policy);
      await route.fulfill({
        response,
        headers: { ...response.headers(), "content-security-policy": weaken(policy) },
      });
    });
    if (takesSandbox)
      await page.evaluate(() => {
        HTMLIFrameElement.prototype.setAttribute = function (name, value) {
          if (name !== "sandbox") Element.prototype.setAttribute.call(this, name, value);
        };
      });
    await runButton(page).click();
    await expect(output(page)).toContainText("all tried", { timeout: 60_000 });
    for (const name of opens) await expect(output(page)).toContainText(`OUT: ${name}`);
    expect(host.arrived).toEqual(expect.arrayContaining(arrives));
  });
}
