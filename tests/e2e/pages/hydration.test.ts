import { expect } from "playwright/test";
import { browserOf } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

test("keys that are pressed while a page comes to life do it no harm", async ({ browser, stack, ada }) => {
  await stack.newSession(ada.user, { title: "Pressed early" });
  const { page } = await browserOf(browser, stack, ada);
  await page.addInitScript(() => {
    const press = () =>
      document.documentElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      press();
      if (performance.now() < 5_000) port2.postMessage(0);
    };
    port2.postMessage(0);
  });
  for (const path of ["/", "/sessions", "/settings"]) {
    await page.goto(stack.origin + path);
    await page.waitForFunction(() => performance.now() > 5_000);
  }
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByText("Pressed early")).toBeVisible();
});

test("an address that changes while a page comes to life does it no harm", async ({ browser, stack, ada }) => {
  await stack.newSession(ada.user, { title: "Went early" });
  const { page } = await browserOf(browser, stack, ada);
  await page.addInitScript(() => {
    let n = 0;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (document.readyState !== "loading") location.replace(`#${n++}`);
      if (n < 200) port2.postMessage(0);
    };
    port2.postMessage(0);
  });
  for (const path of ["/", "/sessions", "/settings"]) {
    await page.goto(stack.origin + path);
    await expect(page).toHaveURL(/#199$/);
  }
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByText("Went early")).toBeVisible();
});
