import { expect } from "playwright/test";
import { connection } from "../../support/browser.ts";
import { test } from "../../support/page-test.ts";

test("others see who is typing, until they pause or it is sent; a draft that was kept is not typed", async ({
  two,
}) => {
  const { a, b } = await two();
  const field = a.getByLabel("Write a message");
  const hint = b.getByText("Ada is typing…");
  for (const press of [undefined, "Enter"]) {
    // It is said for four seconds only.
    const said = hint.waitFor();
    await field.pressSequentially("Hello");
    await said;
    await expect(a.getByText("is typing…")).toHaveCount(0);
    if (press) await field.press(press);
    await expect(hint).toHaveCount(0);
  }
  await expect(b.getByRole("article")).toHaveText(/HelloHello/);

  const said = hint.waitFor();
  await field.fill("A draft");
  await said;
  await expect(hint).toHaveCount(0);
  const hints = await b.evaluateHandle(() => {
    const seen: string[] = [];
    const look = () => document.body.innerText.includes("is typing…") && seen.push("typing");
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    return seen;
  });
  await a.reload();
  await expect(field).toHaveValue("A draft");
  await expect(connection(a)).toContainText("Connected");
  await field.press("Enter");
  await expect(b.getByRole("article")).toHaveCount(2);
  expect(await hints.jsonValue()).toEqual([]);
});
