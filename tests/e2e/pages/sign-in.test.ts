import { expect, type Page } from "playwright/test";
import { createSignIn } from "../../../db/sign-ins.ts";
import { test } from "../../support/page-test.ts";
import { AUTH_SECRET } from "../../support/person.ts";
import { titles } from "../../support/session-list.ts";

const userMenu = (page: Page) => page.getByRole("banner").locator("summary");

test("somebody without a sign-in is sent to sign in, and then to where they were going", async ({ open }) => {
  const { page } = await open("/sessions/new?x=1");
  await page.waitForURL("**/sign-in?returnTo=*");
  await expect(page.getByLabel("Your name")).toBeFocused();
  await page.getByLabel("Your name").fill(" \u200b ");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter a name")).toBeVisible();
  await page.getByLabel("Your name").fill("Grace");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sessions/new?x=1");
  await expect(userMenu(page)).toHaveText(/Grace$/);
});

test("a sign-in with GitHub comes back to where it began, also after one that was cancelled", async ({
  stack,
  gitHub,
  open,
}) => {
  gitHub.person({ id: 71, login: "octo", name: "Octo Cat" });
  gitHub.behave("denied");
  const { page, context } = await open("/sign-in?returnTo=%2Fsettings");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await expect(page.getByRole("alert")).toContainText("You cancelled the sign-in at GitHub.");
  expect((await context.cookies()).map(({ name }) => name)).toEqual([]);
  gitHub.behave("well");
  await page.getByRole("button", { name: "Sign in with GitHub" }).click();
  await page.waitForURL("**/settings");
  await expect(page.getByText("You are signed in with GitHub as Octo Cat.")).toBeVisible();
  await userMenu(page).click();
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(`${stack.origin}/`);
  await expect(page.getByRole("link", { name: "Sign in", exact: true })).toBeVisible();
});

test("a guest who signs in with GitHub keeps their sessions", async ({ stack, gitHub, ada, open }) => {
  gitHub.person({ id: 72, login: "grace", name: "Grace Hopper" });
  const { page } = await open("/settings", { as: ada });
  await stack.newSession(ada.user, { title: "Begun as a guest" });
  await page.getByRole("button", { name: "Sign in with GitHub" }).first().click();
  await expect(page.getByText("signed in with GitHub as Grace Hopper")).toBeVisible();
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(titles(page)).toHaveText(["Begun as a guest"]);
});

test("settings: a name, a theme that the server renders, and the end of other sign-ins", async ({
  stack,
  ada,
  open,
}) => {
  const { page, context } = await open("/settings", { as: ada });
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your name was changed." })).toBeVisible();
  await expect(userMenu(page)).toHaveText(/Ada Lovelace$/);
  for (const [label, theme] of [
    ["Dark", "dark"],
    ["High contrast on black", "high-contrast"],
    ["High contrast on white", "high-contrast-light"],
    ["Light", "light"],
  ] as const) {
    await page.getByRole("radio", { name: label }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    const html = await context.request.get(`${stack.origin}/sessions`).then((response) => response.text());
    expect(html).toContain(`data-theme="${theme}"`);
  }
  const value = await createSignIn(stack.db, AUTH_SECRET, ada.user.id);
  const elsewhere = await open("/settings", { as: { ...ada, cookie: `tandem=${value}` } });
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("You have been signed out everywhere else.")).toBeVisible();
  await elsewhere.page.reload();
  await elsewhere.page.waitForURL("**/sign-in?*");
});
