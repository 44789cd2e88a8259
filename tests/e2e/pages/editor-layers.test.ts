/** The editor page with each of its layers open, one after another, in every theme. */
import { expect, type Locator, type Page } from "playwright/test";
import { joinByLink } from "../../../db/participants.ts";
import { violationsInEachTheme } from "../../support/accessibility.ts";
import { caretTo, connection, showPanel, lines } from "../../support/browser.ts";
import { ask, cards, CODE, test } from "../../support/review-panel.ts";

type Layer = {
  open: (page: Page) => Promise<unknown>;
  /** What is there while it is open, and gone after Escape; without it, what was opened stays. */
  shown?: (page: Page) => Locator;
};

const dialog = (page: Page) => page.getByRole("dialog");
const menu = (page: Page) => page.getByRole("menu");
/** Monaco's own, in a shadow root. */
const codeMenu = (page: Page) => page.getByRole("menu", { name: "Code" });
const uses = (page: Page) => page.locator(".reference-zone-widget");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const panels: Record<string, Layer> = {
  chat: {
    async open(page) {
      await showPanel(page, "Chat");
      await page.getByLabel("Write a message").fill("Is `total` right? https://example.com");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("article")).toBeVisible();
    },
  },
  "the menu of a message": {
    async open(page) {
      await page.getByRole("article").hover();
      await page.getByLabel("Change this message").click();
    },
    shown: menu,
  },
  people: {
    async open(page) {
      await showPanel(page, "People");
      await expect(page.getByRole("button", { name: "Manage Grace" })).toBeVisible();
    },
  },
  "the menu of a person": { open: (page) => press(page, "Manage Grace"), shown: menu },
  search: {
    async open(page) {
      await page.keyboard.press("Control+Shift+F");
      await expect(page.locator("#side-panel input").first()).toBeFocused();
      await page.keyboard.type("total");
      await expect(page.locator("#side-panel mark").first()).toBeVisible();
    },
  },
  review: {
    async open(page) {
      await showPanel(page, "Review");
      await ask(page);
      await cards(page).getByRole("button").first().click();
      await expect(page.getByRole("group", { name: "Suggested change" })).toBeVisible();
    },
  },
  problems: {
    async open(page) {
      await page.keyboard.press("Control+Shift+M");
      await expect(page.locator("#side-panel").getByRole("button", { name: /Cannot find name 'totl'/ })).toBeVisible();
    },
  },
  // Of Monaco, and there for as long as the mouse is.
  "what is said of a finding at its squiggle": {
    async open(page) {
      await lines(page).getByText("return", { exact: true }).hover();
      const hover = page.locator(".monaco-hover").filter({ hasText: "Subtracts instead of adding" }).first();
      await expect(hover).toBeVisible();
    },
  },
};

const layers: Record<string, Layer> = {
  "the menu of the session": { open: (page) => press(page, "More"), shown: menu },
  "the menu of the files": { open: (page) => press(page, "File actions"), shown: menu },
  "a name that is taken": {
    async open(page) {
      await press(page, "Add a file");
      await page.getByLabel("File name").fill("main.ts");
      await page.keyboard.press("Enter");
      await expect(
        page.getByRole("alert").filter({ hasText: "There is a file called main.ts already." }),
      ).toBeVisible();
    },
    shown: (page) => page.getByLabel("File name"),
  },
  "the title as it is changed": {
    open: (page) => page.locator("#session-title").click(),
    shown: (page) => page.getByLabel("Session title"),
  },
  "the palette": {
    async open(page) {
      await page.keyboard.press("F1");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
    shown: dialog,
  },
  "going to a file": {
    async open(page) {
      await page.keyboard.press("Control+p");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
    shown: dialog,
  },
  "the keys": {
    async open(page) {
      await page.locator("#header").focus();
      await page.keyboard.press("?");
    },
    shown: (page) => page.getByRole("dialog", { name: "Keyboard shortcuts" }),
  },
  sharing: {
    async open(page) {
      await press(page, "Share");
      await expect(dialog(page).getByRole("list", { name: /^People/ })).toBeVisible();
    },
    shown: dialog,
  },
  "the connection": {
    async open(page) {
      await connection(page).click();
      await expect(dialog(page).getByRole("button", { name: "Copy all of this" })).toBeVisible();
    },
    shown: dialog,
  },
  "deleted files": {
    async open(page) {
      await press(page, "File actions");
      await page.getByRole("menuitem", { name: "Deleted files" }).click();
      await expect(dialog(page).getByText("Nothing was deleted here.")).toBeVisible();
    },
    shown: dialog,
  },
  "the question about an upload": {
    async open(page) {
      const file = { name: "main.ts", mimeType: "text/plain", buffer: Buffer.from("another text\n") };
      await page.getByLabel("Upload files").setInputFiles(file);
      await expect(page.getByRole("dialog", { name: "main.ts is in this session already" })).toBeVisible();
    },
    shown: dialog,
  },
  "the menu of the code": {
    async open(page) {
      await caretTo(page, "Control+Home");
      await page.keyboard.press("Shift+F10");
      await expect(codeMenu(page).getByRole("menuitem").first()).toBeVisible();
    },
    shown: (page) => codeMenu(page),
  },
  "the editor's menu": { open: (page) => press(page, "Editor"), shown: menu },
  renaming: {
    async open(page) {
      await lines(page).getByText("add", { exact: true }).first().click();
      await page.keyboard.press("F2");
      await expect(page.getByRole("dialog", { name: "Rename add" })).toBeVisible();
    },
    shown: dialog,
  },
  uses: {
    async open(page) {
      await lines(page).getByText("add", { exact: true }).first().click();
      await page.keyboard.press("Shift+F12");
      await expect(uses(page).getByRole("treeitem").first()).toBeVisible();
      // The text of the file beside them, too.
      await expect(uses(page).locator(".preview .view-line").first()).toBeVisible();
    },
    shown: (page) => uses(page),
  },
  suggestions: {
    async open(page) {
      await caretTo(page, "Control+End");
      await page.keyboard.press("Control+Space");
      await expect(page.locator(".suggest-widget.visible .monaco-list-row").first()).toBeVisible();
    },
    shown: (page) => page.locator(".suggest-widget.visible"),
  },
  // The last one: Monaco keeps it on the page.
  "finding in the file": {
    async open(page) {
      await caretTo(page, "Control+Home");
      await page.keyboard.press("Control+f");
      await expect.poll(() => page.evaluate(() => !!document.activeElement?.closest(".find-widget"))).toBe(true);
      await page.keyboard.type("total");
      await expect(page.locator(".find-widget .matchesCount")).toContainText("of");
    },
    shown: (page) => page.locator(".find-widget.visible"),
  },
};

/** Choices of the line at the bottom are the browser's own: nothing of them is on the page. */
for (const [what, all] of Object.entries({ panels, layers })) {
  test(`axe finds nothing on the editor page with each of its ${what} open, in every theme`, async ({
    stack,
    ada,
    grace,
    visit,
    // The AI that finds what the panel of the review shows.
    ai: _ai,
  }) => {
    const sessionId = await stack.newSession(ada.user, { title: "Layers", content: `${CODE}add(3, 4);\n` });
    await joinByLink(stack.db, grace.user, sessionId);
    const { page, complaints } = await visit(ada, sessionId, { colorScheme: "light" });
    for (const [name, { open, shown }] of Object.entries(all)) {
      await open(page);
      if (shown) await expect(shown(page)).toBeVisible();
      expect(await violationsInEachTheme(page), name).toEqual([]);
      if (!shown) continue;
      await page.keyboard.press("Escape");
      await expect(shown(page), name).toBeHidden();
    }
    expect(complaints).toEqual([]);
  });
}
