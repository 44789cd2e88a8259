/** The palette and the keys: everything that can be done, found by typing, on every page. */
import { expect, type Page } from "playwright/test";
import { violationsOf } from "../../support/accessibility.ts";
import { lines, showPanel } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const field = (page: Page) => page.getByRole("combobox", { name: /^(Find a command|Go to a file)/ });
const first = (page: Page) => page.getByRole("option").first();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.closest(".monaco-editor") !== null);

async function choose(page: Page, words: string, label: string) {
  await page.keyboard.press("F1");
  await field(page).fill(words);
  await expect(first(page)).toContainText(label);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: /^Find a command/ })).toHaveCount(0);
}

test("the palette runs what is typed and gives the focus back to the code", async ({ stack, ada, visitAtEnd }) => {
  const sessionId = await stack.newSession(ada.user, { title: "Palette", content: "one\n" });
  const { page, complaints } = await visitAtEnd(ada, sessionId);
  for (const key of ["F1", "Control+k"]) {
    await page.keyboard.press(key);
    await expect(field(page)).toBeFocused();
    expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect.poll(() => focused(page)).toBe(true);
  }
  await choose(page, "dark mode", "Theme: dark");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator(".monaco-editor").first()).toHaveCSS("background-color", "rgb(27, 27, 32)");
  await choose(page, "toggle line comm", "Toggle Line Comment");
  // The focus goes back a moment after the layer has gone.
  await expect.poll(() => focused(page)).toBe(true);
  await page.keyboard.type("two");
  await expect(lines(page)).toContainText("// two");
  await choose(page, "python", "Python");
  await expect(page.getByLabel("Language")).toHaveValue("python");
  // What was used last stands first; what is kept holds after a reload, and so does the theme.
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(lines(page)).toBeVisible();
  await page.keyboard.press("F1");
  await expect(first(page)).toContainText("Python");
  await page.keyboard.press("Escape");
  await choose(page, "write a message", "Close the chat");
  await expect(page.getByLabel("Write a message")).toHaveCount(0);
  await choose(page, "messages", "Open the chat");
  await expect(page.getByLabel("Write a message")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Write a message")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Chat", exact: true })).toBeFocused();
  expect(complaints).toEqual([]);
});

test("people, sessions and pages are in the palette, from every page", async ({ stack, ada, two }) => {
  await stack.newSession(ada.user, { title: "Another session of mine" });
  const { a } = await two({ content: "one\ntwo\n" });
  await choose(a, "follow grace", "Follow Grace");
  await expect(a.getByText("Following Grace")).toBeVisible();
  await choose(a, "stop foll", "Stop following Grace");
  await expect(a.getByText("Following Grace")).toHaveCount(0);
  await choose(a, "another session", "Another session of mine");
  await expect(a.getByRole("heading", { name: "Another session of mine" })).toBeVisible();
  await choose(a, "preferences", "Settings");
  await expect(a.getByRole("heading", { name: "Settings" })).toBeVisible();
  await choose(a, "light", "Theme: light");
  await expect(a.locator("html")).toHaveAttribute("data-theme", "light");
  await choose(a, "home", "Front page");
  await expect(a).toHaveURL(/\/$/);
});

test("Escape follows an input method first, and keys that write are written", async ({ stack, ada, visitAtEnd }) => {
  const sessionId = await stack.newSession(ada.user, { title: "Keys", content: "" });
  const { page } = await visitAtEnd(ada, sessionId);
  await page.keyboard.type("?");
  await expect(lines(page)).toContainText("?");
  await page.getByLabel("Write a message").fill("");
  await page.getByLabel("Write a message").press("?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.locator("#header").focus();
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  // From the same list as the palette: the page's own, and the editor's.
  for (const words of [/^Go to a file/, /^Command palette/, /^Toggle Line Comment/])
    await expect(dialog.getByText(words)).toBeVisible();
  // Ctrl+K is the palette's here: what Monaco has behind it is not promised.
  await expect(dialog.getByText(/Ctrl \+ K Ctrl/)).toHaveCount(0);
  expect((await violationsOf(page)).map(({ id }) => id)).toEqual([]);
  await page.keyboard.press("F1");
  await expect(field(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.locator("#header")).toBeFocused();
});

/** What a button is called where it stands, and what people find it by. */
const commands: Record<string, string | undefined> = {
  "Buttons (click to rename)": "Rename this session",
  Buttons: "Rename this session",
  "Your sessions": "Your sessions",
  People: "Open the people",
  Review: "Open the review",
  Search: "Find in all files",
  "Find in all files": "Find in all files",
  Chat: "Close the chat",
  // On a phone.
  Code: "Show the code",
  Edit: "Edit",
  "Close chat": "Close the chat",
  Share: "Share",
  Run: "Run this file",
  "Run this file": "Run this file",
  // On a phone.
  "Show the output": "Show the output",
  Files: "Show the files",
  "Add a file": "New file",
  "Rename this file": "Rename this file",
  "Download this file": "Download this file",
  "Upload files": "Upload files",
  "Upload a folder": "Upload a folder",
  "Deleted files": "Deleted files",
  "Download all as ZIP": "Download all as ZIP",
  "Command palette": "Command palette",
  "Keyboard shortcuts": "Keyboard shortcuts",
  Settings: "Settings",
  "Wrap: off": "Wrap long lines",
  Format: "Format",
  Connected: "Check the connection",
  "0 errors 0 warnings": "Open the problems",
  "Copy link": "Copy the link to this session",
  "Invite people, or choose who can join": "Share",
  // They open what is listed here themselves.
  More: "Command palette",
  Editor: "Command palette",
  "File actions": "Command palette",
  // The message itself is written in its field.
  Send: "Close the chat",
  // The last file stays.
  "Delete this file": "Rename this file",
};

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
for (const [where, options] of [
  ["", {}],
  [" on a phone", phone],
] as const) {
  test(`each button of the editor page${where} is a command`, async ({ stack, ada, visit }) => {
    const sessionId = await stack.newSession(ada.user, { title: "Buttons" });
    const { page } = await visit(ada, sessionId, options);
    const names = new Set<string>();
    const gather = async (role: "button" | "menuitem" | "link") => {
      for (const element of await page.locator("#root, body").first().getByRole(role).all()) {
        const name = (await element.getAttribute("aria-label")) ?? (await element.innerText());
        if (await element.isVisible())
          names.add(
            name
              .replace(/\s+/g, " ")
              .replace(/\d+( unread)?$/, "")
              .trim(),
          );
      }
    };
    await gather("button");
    for (const menu of ["More", "File actions"]) {
      await page.getByRole("button", { name: menu, exact: true }).click();
      await gather("menuitem");
      await page.keyboard.press("Escape");
    }
    // On a phone it is not open at the start.
    await showPanel(page, "Chat");
    await gather("button");
    await page.keyboard.press("F1");
    for (const name of names) {
      const command = commands[name];
      expect(command, `no command is known for ${name}`).toBeDefined();
      await field(page).fill(command ?? "");
      await expect(first(page), name).toContainText(command ?? "");
    }
  });
}
