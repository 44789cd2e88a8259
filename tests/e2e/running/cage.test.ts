/**
 * Code that somebody runs reaches nothing but its own output (docs/running.md). Each way out is tried by a program, and
 * whether anything came out is seen where it would have arrived.
 */
import { expect, type Page } from "playwright/test";
import { lines, saveState } from "../../support/browser.ts";
import { listen } from "../../support/heard.ts";
import { test } from "../../support/page-test.ts";
import { output, runButton, runState, stopButton } from "../../support/run-panel.ts";
import type { Person, Stack } from "../../support/stack.ts";
import { waysOut } from "../../support/ways-out.ts";

async function runs(
  stack: Stack,
  ada: Person,
  visit: (as: Person, sessionId: string) => Promise<{ page: Page; complaints: string[] }>,
  content: string,
) {
  const sessionId = await stack.newSession(ada.user, { content, language: "javascript" });
  const { page, complaints } = await visit(ada, sessionId);
  await runButton(page).click();
  return { page, sessionId, complaints };
}

test("a program reaches neither the network nor anything that is kept, and has nobody's origin", async ({
  stack,
  ada,
  visit,
}) => {
  using host = await listen();
  const { page, complaints } = await runs(stack, ada, visit, waysOut(host.origin, stack.origin));
  await expect(output(page)).toContainText("all tried: null", { timeout: 60_000 });
  expect((await output(page).textContent())?.match(/OUT: .*/g) ?? []).toEqual([]);
  expect(await output(page).textContent()).toContain("held: websocket");
  expect(host.arrived).toEqual([]);
  // The browser says so on the console of the frame, which is where it belongs.
  expect(complaints.filter((complaint) => !/Content Security Policy|Refused to|blocked/.test(complaint))).toEqual([]);
});

test("a program can make no workers, which would take every thread of the machine", async ({ stack, ada, visit }) => {
  const content = `
const code = URL.createObjectURL(new Blob(["postMessage('it runs')"]));
try {
  new Worker(code).onmessage = ({ data }) => console.log(data);
} catch (error) {
  console.log(error.message);
}
`;
  const { page, complaints } = await runs(stack, ada, visit, content);
  await expect(output(page)).toContainText("A program cannot start workers here");
  await expect(runState(page)).toHaveText(/^Ended/);
  expect(complaints).toEqual([]);
});

test("messages that a program makes up are nothing but its own output", async ({ stack, ada, visit }) => {
  const content = `
const post = postMessage;
post({ type: "stopped" });
post({ type: "prepared", language: "python" });
post({ type: "output", pieces: [{ kind: "html", text: "<b>raw</b>" }] });
post({ type: "output", pieces: [{ kind: "out", text: 5 }] });
post({ type: "output", pieces: "all" });
post(null);
console.log("<img src=x onerror=alert(1)>");
setTimeout(() => console.log("still here"), 200);
`;
  const { page, complaints } = await runs(stack, ada, visit, content);
  await expect(output(page)).toContainText("still here");
  await expect(runState(page)).toHaveText(/^Ended/);
  await expect(output(page)).toContainText("<img src=x onerror=alert(1)>");
  await expect(output(page)).not.toContainText("raw");
  await expect(output(page).locator("img")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

const BOMBS = {
  "a loop without end": "console.log('begun');\nwhile (true);\n",
  "workers that make workers": `
console.log("begun");
const code = "const make = " + make + "; make(make.toString()); setInterval(() => make(make.toString()), 300)";
function make(source) {
  const text = "const make = " + source + "; setInterval(() => make(make.toString()), 300)";
  new Worker(URL.createObjectURL(new Blob([text])));
}
setInterval(() => make(make.toString()), 300);
`,
  "messages without end": `
console.log("begun");
setTimeout(() => {
  const large = new Array(1e6).fill("x");
  for (;;) postMessage({ type: "output", pieces: large });
}, 300);
`,
};

for (const [name, content] of Object.entries(BOMBS)) {
  test(`${name}: the page goes on, and the run can be ended`, async ({ stack, ada, visit }) => {
    const { page, complaints } = await runs(stack, ada, visit, content);
    await expect(output(page)).toContainText("begun");
    await page.locator(".monaco-editor .view-lines").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type("// typed meanwhile");
    await expect(lines(page)).toContainText("// typed meanwhile");
    await expect(saveState(page)).toHaveText("Saved");
    // It may end by itself before it is stopped.
    await expect(async () => {
      if (await stopButton(page).isVisible()) await stopButton(page).click({ timeout: 1_000 });
      expect(await runState(page).textContent()).toMatch(/^(Stopped|Failed)/);
    }).toPass();
    await runButton(page).click();
    await expect(output(page)).toContainText("begun");
    expect(complaints).toEqual([]);
  });
}

test("a hundred megabytes of output are cut, and the program comes to its end", async ({ stack, ada, visit }) => {
  const content = `const line = "x".repeat(999);\nfor (let n = 0; n < 1e5; n++) console.log(line);\n`;
  const { page, complaints } = await runs(stack, ada, visit, content);
  await expect(runState(page)).toHaveText(/^Ended/);
  await expect(output(page)).toContainText("is not shown");
  expect((await output(page).textContent())?.length).toBeLessThan(1_100_000);
  expect(complaints).toEqual([]);
});
