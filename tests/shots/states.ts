import { expect, type Page } from "playwright/test";
import { caretTo, connection, lines, showPanel } from "../support/browser.ts";
import { openOutput, output, runButton, runState } from "../support/run-panel.ts";
import type { Furniture } from "./furnish.ts";

export type State = {
  /** Also the name of its sheet. */
  name: string;
  as?: "ada" | "alone";
  path: (furniture: Furniture) => string;
  prepare?: (page: Page, size: { isPhone: boolean }) => Promise<void>;
};

const at = (path: string) => () => path;
const empty = ({ empty }: Furniture) => `/sessions/${empty}`;
const crowded = ({ crowded }: Furniture) => `/sessions/${crowded}`;

const inRuns =
  (name: keyof Furniture["runs"]) =>
  ({ runs }: Furniture) =>
    `/sessions/${runs[name]}`;

/** The editor is there, and what it is about to say of its connection. */
async function opened(page: Page) {
  await expect(page.locator(".monaco-editor").first()).toBeVisible();
  await expect(connection(page).first()).toContainText("Connected");
}

const inSession =
  (step: (page: Page, size: { isPhone: boolean }) => Promise<unknown>): State["prepare"] =>
  async (page, size) => {
    await opened(page);
    await step(page, size);
  };

/** On phones by the menu: there is no room for buttons. */
async function fromMenu(page: Page, name: string) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}
const showOutput = (page: Page, isPhone: boolean) => (isPhone ? fromMenu(page, "Show the output") : openOutput(page));
const pressRun = (page: Page, isPhone: boolean) =>
  isPhone ? fromMenu(page, "Run this file") : runButton(page).click();

async function choose(page: Page, label: string) {
  await page.keyboard.press("F1");
  await page.getByRole("combobox", { name: /^Find a command/ }).fill(label);
  await expect(page.getByRole("option").first()).toContainText(label);
  await page.keyboard.press("Enter");
}

const dialog = (page: Page) => expect(page.getByRole("dialog").first()).toBeVisible();

export const states: State[] = [
  { name: "front-page", path: at("/") },
  { name: "sign-in", path: at("/sign-in?error=denied") },
  { name: "not-found", path: at("/nowhere") },
  { name: "join", path: ({ token }) => `/join/${token}` },
  { name: "sessions", as: "ada", path: at("/sessions") },
  { name: "sessions-none", as: "alone", path: at("/sessions?scope=shared") },
  { name: "new-session", as: "ada", path: at("/sessions/new") },
  { name: "settings", as: "alone", path: at("/settings") },
  { name: "session-alone", as: "alone", path: empty, prepare: inSession((page) => showPanel(page, "Chat")) },
  { name: "code", as: "ada", path: crowded, prepare: inSession((page) => expect(lines(page)).toContainText("wide")) },
  { name: "chat", as: "ada", path: crowded, prepare: inSession((page) => showPanel(page, "Chat")) },
  { name: "people", as: "ada", path: crowded, prepare: inSession((page) => showPanel(page, "People")) },
  {
    name: "review",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await showPanel(page, "Review");
      const findings = page.getByRole("list", { name: "Findings" }).getByRole("listitem");
      const ask = page.getByRole("button", { name: "Review main.ts" });
      await expect(findings.or(ask).first()).toBeVisible();
      if (!(await findings.count())) await ask.click();
      await findings.nth(1).getByRole("button").first().click();
    }),
  },
  {
    name: "palette",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await page.keyboard.press("F1");
      await expect(page.locator("[cmdk-item]").first()).toBeVisible();
    }),
  },
  {
    name: "search",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await page.keyboard.press("Control+Shift+F");
      await expect(page.locator("#side-panel input").first()).toBeFocused();
      await page.keyboard.type("value1");
      await expect(page.locator("#side-panel mark").first()).toBeVisible();
    }),
  },
  {
    name: "share",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await page.getByRole("button", { name: "Share", exact: true }).filter({ visible: true }).click();
      await dialog(page);
    }),
  },
  {
    name: "connection",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await connection(page).first().click();
      await dialog(page);
    }),
  },
  {
    name: "find-in-file",
    as: "ada",
    path: crowded,
    prepare: inSession(async (page) => {
      await lines(page).click();
      await page.keyboard.press("Control+f");
      await expect(page.locator(".find-widget.visible")).toBeVisible();
      await page.keyboard.type("value");
    }),
  },
  {
    name: "output",
    as: "ada",
    path: inRuns("written"),
    prepare: inSession(async (page, { isPhone }) => {
      await showOutput(page, isPhone);
      await expect(output(page)).toContainText("Building");
    }),
  },
  {
    name: "output-tests",
    as: "ada",
    path: inRuns("tested"),
    prepare: inSession(async (page, { isPhone }) => {
      await showOutput(page, isPhone);
      await expect(page.getByTestId("test-counts")).toBeVisible();
    }),
  },
  {
    name: "output-waits",
    as: "ada",
    path: inRuns("asking"),
    prepare: inSession(async (page, { isPhone }) => {
      await pressRun(page, isPhone);
      await expect(runState(page)).toHaveText("Waits for your input");
    }),
  },
  {
    name: "preview",
    as: "ada",
    path: inRuns("site"),
    prepare: inSession(async (page, { isPhone }) => {
      await pressRun(page, isPhone);
      const shown = page.frameLocator("#preview iframe");
      await expect(shown.getByRole("heading", { name: "A small shop" })).toBeVisible();
    }),
  },
  {
    name: "problems",
    as: "ada",
    path: inRuns("mistaken"),
    prepare: inSession(async (page, { isPhone }) => {
      // There nothing is understood unless somebody asks for it.
      if (isPhone) return;
      await expect(page.locator("#open-problems")).toHaveAccessibleName(/[1-9] error/);
      await page.keyboard.press("Control+Shift+M");
      await expect(page.locator("#side-panel")).toHaveAccessibleName("Problems");
    }),
  },
  {
    name: "editor-menu",
    as: "ada",
    path: inRuns("written"),
    prepare: inSession(async (page, { isPhone }) => {
      if (isPhone) return;
      await page.locator("#status").getByRole("button", { name: "Editor", exact: true }).click();
      await expect(page.getByRole("menu", { name: "Editor" })).toBeVisible();
    }),
  },
  {
    name: "vim",
    as: "ada",
    path: inRuns("written"),
    prepare: inSession(async (page, { isPhone }) => {
      if (isPhone) return;
      await caretTo(page, "Control+Home");
      await choose(page, "Vim keys: on");
      await expect(page.locator("#status").getByTestId("vim")).toHaveText("Normal");
    }),
  },
];
