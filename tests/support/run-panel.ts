/** What a session's page shows of runs. */
import { expect, type Page } from "playwright/test";
import { ask } from "../app/asking.ts";
import type { Person } from "./person.ts";
import type { Stack } from "./stack.ts";

/** Texts by their paths. */
export type Files = Record<string, string>;

/** A session with these files, which everybody may write in who has the link. */
export async function newSession(stack: Stack, as: Person, files: Files): Promise<string> {
  const body = {
    visibility: "link",
    linkRole: "editor",
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  };
  const { session }: { session: { id: string } } = (await ask(stack, "POST", "/api/sessions", { as, body })).json;
  return session.id;
}

export const output = (page: Page) => page.getByTestId("run-output");
export const runState = (page: Page) => page.getByTestId("run-state");
export const runButton = (page: Page) => page.locator("#header").getByRole("button", { name: "Run", exact: true });
export const stopButton = (page: Page) => page.locator("#header").getByRole("button", { name: "Stop", exact: true });

/** Opens the output by the status bar, which has a button for it once something has run. */
export async function openOutput(page: Page) {
  const button = page.locator("#status").getByRole("button", { name: "Output", exact: true });
  await expect(button).toBeVisible();
  if ((await button.getAttribute("aria-pressed")) === "false") await button.click();
  await expect(runState(page)).toBeVisible();
}
