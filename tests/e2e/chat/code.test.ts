import { expect, type Locator } from "playwright/test";
import { addMessage } from "../../../db/messages.ts";
import { violationsOf } from "../../support/accessibility.ts";
import { caretTo, lines, saveState } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";
import { newId } from "../../support/person.ts";
import { until } from "../../support/until.ts";

const colorOf = (part: Locator) => part.evaluate((element) => getComputedStyle(element).color);
const CODE = "first\nsecond\nthird\nfourth\n";

test("P2 a link to lines follows them through everybody's edits, and says when they are deleted", async ({ two }) => {
  const { a, b, complaints } = await two({ content: CODE });
  await caretTo(a, "Control+Home");
  await a.keyboard.press("ArrowDown");
  await a.keyboard.press("Shift+ArrowDown");
  await a.keyboard.press("Shift+End");
  await a.getByRole("button", { name: "Link to lines 2–3" }).click();
  const field = a.getByLabel("Write a message");
  await expect(field).toBeFocused();
  await expect(a.getByText(/, lines 2–3$/)).toBeVisible();
  await field.fill("Why twice?");
  await field.press("Enter");
  const chip = b.getByRole("article").getByRole("button", { name: /, lines 2–3$/ });
  await expect(chip).toBeVisible();
  await expect(b.getByRole("article")).toHaveText(/Why twice\?/);

  await caretTo(b, "Control+Home");
  await b.keyboard.type("zero\n\n");
  const moved = b.getByRole("article").getByRole("button", { name: /, lines 4–5$/ });
  await expect(moved).toBeVisible();
  await expect(a.getByRole("article").getByRole("button", { name: /, lines 4–5$/ })).toBeVisible();
  await moved.click();
  await expect(b.getByText(/^Ln 4, Col 1/)).toBeVisible();
  // Who comes later is led to the same lines, also by the address alone.
  await b.reload();
  await expect(moved).toBeVisible();

  await field.press("ArrowUp");
  await expect(field).toHaveValue("Why twice?");
  await field.press("Escape");

  await caretTo(a, "Control+Home");
  for (let line = 0; line < 3; line++) await a.keyboard.press("ArrowDown");
  await a.keyboard.press("Shift+ArrowDown");
  await a.keyboard.press("Shift+ArrowDown");
  await a.keyboard.press("Delete");
  await expect(lines(a)).not.toContainText("second");
  for (const page of [a, b]) await expect(page.getByRole("article").getByText(/deleted since$/)).toBeVisible();
  expect(complaints).toEqual([[], []]);
});

test("the address of linked lines opens the file at them", async ({ stack, two }) => {
  const { sessionId, a } = await two({ content: CODE });
  await caretTo(a, "Control+Home");
  await a.keyboard.press("Shift+End");
  await a.getByRole("button", { name: "Link to line 1" }).click();
  await a.getByLabel("Write a message").press("Enter");
  await expect(a.getByRole("article")).toHaveCount(1);
  /** It is on the page before it is stored. */
  const find = () =>
    stack.db.selectFrom("chat_messages").select("body").where("session_id", "=", sessionId).executeTakeFirst();
  const stored = await until(find);
  expect(stored.body).toContain(`/sessions/${sessionId}#lines=`);
  await caretTo(a, "Control+Home");
  await a.keyboard.type("\n\n\n");
  await a.keyboard.press("Control+End");
  await expect(saveState(a)).toHaveText("Saved");
  await a.goto("about:blank");
  await a.goto(stack.origin + (/\/sessions\/\S+/.exec(stored.body)?.[0] ?? ""));
  await expect(a.getByText(/^Ln 4, Col 1/)).toBeVisible();
});

test("P8 fenced code has the colours of its language, is copied as it is, and nothing in it is markup", async ({
  stack,
  grace,
  two,
}) => {
  const { sessionId, a, complaints } = await two({ content: "const a = 1;\n" });
  await a.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const code = 'const a = "<img src=x onerror=alert(1)>";\n  return `${a}`; // done';
  const say = (body: string) => addMessage(stack.db, { id: newId(), sessionId, userId: grace.user.id, body });
  await say(`\`\`\`ts\n${code}\n\`\`\``);
  const block = a.getByRole("article").first().locator("pre");
  await expect(block.locator("span[class^=mtk]").first()).toBeVisible();
  await expect(block.locator("img")).toHaveCount(0);
  expect(
    new Set(
      await block.locator("span[class^=mtk]").evaluateAll((all) => all.map((each) => getComputedStyle(each).color)),
    ).size,
  ).toBeGreaterThan(2);
  expect(await block.innerText()).toBe(code);
  for (const colorScheme of ["light", "dark"] as const) {
    await a.emulateMedia({ colorScheme });
    await expect(a.locator("html")).toHaveAttribute("data-theme", colorScheme);
    const axe = await violationsOf(a, { except: ".monaco-editor" });
    expect(axe.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
  const keyword = block.locator("span", { hasText: /^const$/ });
  const shown = a.locator(".monaco-editor .view-lines span", { hasText: /^const$/ });
  await expect
    .poll(async () => [await colorOf(keyword), await colorOf(shown)])
    .toEqual(["rgb(86, 156, 214)", "rgb(86, 156, 214)"]);
  await block.hover();
  await a.getByRole("button", { name: "Copy the code" }).click();
  await expect(a.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await a.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await say(`\`\`\`no-such-language\n${"x".repeat(500)}\n\`\`\``);
  const plain = a.getByRole("article").last().locator("pre");
  await expect(plain).toHaveText("x".repeat(500));
  expect(await plain.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
  expect(await a.getByRole("log").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  expect(complaints).toEqual([[], []]);
});
