import { expect, type Page } from "playwright/test";
import { withoutAnswers } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

const isOnItsSession = (page: Page) => page.waitForURL(/\/sessions\/[\da-f-]{36}$/);

const visibilities = [
  ["Private", "private"],
  ["Link", "link"],
  ["Public", "public"],
] as const;
const templates = [
  ["An empty file", ""],
  ["A sample", "def "],
  ["A file from this device", "from the device"],
] as const;

test("a session is created with each visibility and each template", async ({ stack, ada, open }) => {
  const { page, complaints } = await open("/sessions", { as: ada });
  for (const [index, [label, stored]] of visibilities.entries()) {
    const [template, text] = templates[index] ?? templates[0];
    // The first by the dialog, the others by the page.
    if (index === 0) await page.getByRole("link", { name: "New session" }).click();
    else await page.goto(`${stack.origin}/sessions/new`);
    const form = index === 0 ? page.getByRole("dialog") : page.getByRole("main");
    await form.getByLabel("Title").fill(`Made ${stored}`);
    await form.getByLabel("Language", { exact: true }).selectOption("python");
    await form.getByRole("radio", { name: label }).check();
    await expect(form.getByLabel("With the link, people can")).toBeVisible({ visible: stored !== "private" });
    await form.getByRole("radio", { name: template }).check();
    if (template.startsWith("A file"))
      await form
        .getByLabel("File", { exact: true })
        .setInputFiles({ name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("from the device\r\n") });
    await form.getByRole("button", { name: "Create session" }).click();
    await isOnItsSession(page);
    await expect(page.getByRole("tab")).toHaveText(template.startsWith("A file") ? "notes.md" : "main.py");
    if (text) await expect(page.getByText(text).first()).toBeVisible();
    const id = page.url().split("/").at(-1) ?? "";
    const session = await stack.db
      .selectFrom("code_sessions")
      .selectAll()
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect([session.title, session.visibility]).toEqual([`Made ${stored}`, stored]);
  }
  expect(withoutAnswers(complaints)).toEqual([]);
});

test("what is wrong with a new session stands beside its field, and nothing entered is lost", async ({ ada, open }) => {
  const { page } = await open("/sessions/new", { as: ada });
  await page.getByLabel("Title").fill("Kept");
  await page.getByRole("radio", { name: "Public" }).check();
  await page.getByRole("radio", { name: "A file from this device" }).check();
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("Choose a file.")).toBeVisible();
  await expect(page.getByLabel("File", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Title")).toHaveValue("Kept");
  await expect(page.getByRole("radio", { name: "Public" })).toBeChecked();
  await page
    .getByLabel("File", { exact: true })
    .setInputFiles({ name: "x.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0xff, 0xfe, 0]) });
  await page.getByRole("button", { name: "Create session" }).click();
  await expect(page.getByText("This file is not UTF-8: save it as UTF-8.")).toBeVisible();
});
