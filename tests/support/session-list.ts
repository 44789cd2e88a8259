import type { Page } from "playwright/test";

/** The list of sessions: its cards, their titles, and what their menus do. */
export const row = (page: Page, title: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
export const titles = (page: Page) => page.getByRole("listitem").getByRole("heading");
export async function choose(page: Page, title: string, what: string) {
  await page.getByLabel(`What to do with ${title}`, { exact: true }).click();
  await row(page, title).getByText(what, { exact: true }).click();
}
