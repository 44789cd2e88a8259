import { expect, type Locator } from "playwright/test";
import { test } from "../../support/page-test.ts";

const background = (part: Locator) => part.evaluate((element) => getComputedStyle(element).backgroundColor);

test("where the system forces its colours, discs keep theirs, and what is pressed or open is seen", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await stack.newSession(ada.user);
  const { page } = await visit(ada, sessionId, { forcedColors: "active", colorScheme: "dark" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "high-contrast");
  const canvas = await background(page.locator("body"));
  expect(await background(page.getByRole("banner").locator("[translate=no][aria-hidden]").first())).not.toBe(canvas);
  expect(await background(page.getByTestId("save-state").locator("[aria-hidden]").first())).not.toBe(canvas);
  const [pressed, other] = [page.locator("#open-chat"), page.locator("#open-people")];
  await expect(pressed).toHaveAttribute("aria-pressed", "true");
  const highlight = await background(page.getByRole("tab", { name: "main.ts" }));
  expect(highlight).not.toBe(canvas);
  expect(await background(pressed)).toBe(highlight);
  expect(await background(other)).not.toBe(highlight);
});
