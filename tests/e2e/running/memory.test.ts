/** A program that takes all memory, in a browser that gives frames of another origin a process of their own. */
import { expect } from "playwright/test";
import { chromiumPath } from "../../support/chromium.ts";
import { test } from "../../support/page-test.ts";
import { openOutput, output, runButton, runState } from "../../support/run-panel.ts";

// As Chromium is on people's desks. Playwright takes the end of any of its processes for the end of the page.
test.use({
  launchOptions: {
    executablePath: chromiumPath(),
    args: ["--no-sandbox", "--disable-gpu", "--site-per-process"],
  },
});

test("memory without end ends the run, and the page that ran it tells the others", async ({ two }) => {
  const { a, b } = await two({ content: "const kept = [];\nfor (;;) kept.push(new Array(1e5).fill(kept.length));\n" });
  await runButton(a).click();
  await openOutput(b);
  await expect(runState(b)).toHaveText(/^Failed/, { timeout: 60_000 });
  await expect(output(b)).toContainText("all of the memory");
});
