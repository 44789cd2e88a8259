/** What a session's page shows of runs. */
import type { Page } from "playwright/test";

export const output = (page: Page) => page.getByTestId("run-output");
export const runState = (page: Page) => page.getByTestId("run-state");
export const runButton = (page: Page) => page.locator("#header").getByRole("button", { name: "Run", exact: true });
export const stopButton = (page: Page) => page.locator("#header").getByRole("button", { name: "Stop", exact: true });
