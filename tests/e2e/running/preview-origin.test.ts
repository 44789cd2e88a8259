/** Where operators give previews a site of their own (`PREVIEW_ORIGIN`), which is the same server by another name. */
import { expect } from "playwright/test";
import { caretTo } from "../../support/browser.ts";
import { openLink } from "../../support/link.ts";
import { test as pageTest } from "../../support/page-test.ts";
import { output, runButton, runState, stopButton } from "../../support/run-panel.ts";
import { newSessionOf } from "../../support/session-of-files.ts";
import { type Stack, startStack } from "../../support/stack.ts";

const test = pageTest.extend<object, { site: { origin: string; stack: Stack }; stack: Stack }>({
  site: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      // By its address, while people come by the name `localhost`: to browsers that is another site.
      using link = await openLink("http://127.0.0.1:9");
      const { origin } = new URL(link.url);
      await using stack = await startStack({ env: { PREVIEW_ORIGIN: origin } });
      link.turnTo(stack.origin);
      await use({ origin, stack });
    },
    { scope: "worker" },
  ],
  stack: [({ site }, use) => use(site.stack), { scope: "worker" }],
});

test("a page of the session is shown from there, follows the code, and nothing else is answered", async ({
  site,
  stack,
  ada,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, {
    "index.html": `<h1>Shop</h1><script type="module" src="main.ts"></script>\n`,
    "main.ts": `console.log("it runs", origin, new URL(location.href).host);\n`,
  });
  const { page, complaints } = await visit(ada, sessionId);
  const shown = page.frameLocator("#preview iframe");
  await runButton(page).click();
  await expect(shown.getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(page.locator("#preview iframe")).toHaveAttribute("src", new RegExp(`^${site.origin}/preview`));
  await expect(output(page)).toContainText(`it runs null ${new URL(site.origin).host}`);
  await caretTo(page, "Control+End");
  await page.keyboard.type("<p>More</p>");
  await expect(shown.getByText("More")).toBeVisible();
  await stopButton(page).click();
  await expect(runState(page)).toHaveText(/^Stopped/);
  for (const path of ["/", "/api/user", `/sessions/${sessionId}`])
    expect((await fetch(`${site.origin}${path}`)).status, path).toBe(404);
  expect(complaints).toEqual([]);
});
