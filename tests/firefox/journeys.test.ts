/** What people do most, in Firefox: start, join, write, chat, review, share. */
import { afterEach, expect } from "vitest";
import { ask } from "../app/asking.ts";
import { type FirefoxPage, named, openInFirefox, startFirefox } from "../support/firefox.ts";
import { CODE, subtracts } from "../support/review-findings.ts";
import { stackTest } from "../support/stack-test.ts";

const EDITOR = ".monaco-editor .view-lines";
const SAVE_STATE = "#header [data-testid=save-state]";
const PANEL = "#side-panel";

const opened: FirefoxPage[] = [];
const test = stackTest({ web: true, hasAI: true })
  .extend("firefox", { scope: "file" }, async ({ started }) => started.use(await startFirefox()))
  .extend("visit", ({ firefox, stack }) => async (address: string, person?: Parameters<typeof openInFirefox>[3]) => {
    const page = await openInFirefox(firefox, stack.origin, address, person);
    opened.push(page);
    return page;
  });

afterEach(async () => {
  const complaints = opened.flatMap(({ complaints }) => complaints);
  await Promise.all(opened.splice(0).map(({ page }) => page.browserContext().close()));
  expect(complaints).toEqual([]);
});

/** Puts the caret behind the text. */
async function toEnd({ at, key }: FirefoxPage) {
  await (await at(EDITOR)).click();
  await key("Control", "End");
}

test("somebody starts, a guest joins by the link, both write, and each undoes their own", async ({ visit }) => {
  const ada = await visit("/");
  await (await ada.at(named("button", "Start coding"))).click();
  await ada.shows(EDITOR, "function greet");
  await toEnd(ada);
  await ada.type("let first = 1;");
  await ada.shows(SAVE_STATE, "Saved");

  const guest = await visit(ada.page.url());
  await (await guest.at(named("textbox", "Your name"))).fill("Grace");
  await (await guest.at(named("button", "Continue as guest"))).click();
  await guest.shows(EDITOR, "let first = 1;");
  await toEnd(guest);
  await guest.type("\nlet second = 2;");
  await ada.shows(EDITOR, "let second = 2;");
  await ada.shows(".peer-flag", "Grace");

  await ada.key("Control", "z");
  await guest.page.waitForFunction(
    (where) => !document.querySelector(where)?.textContent.includes("first"),
    {},
    EDITOR,
  );
  expect(await guest.textOf(EDITOR)).toContain("let second = 2;");
});

test("two people chat, ask for a review, and take its fix", async ({ stack, ai, visit }) => {
  ai.behave("good", [subtracts], "One mistake.");
  const [ada, grace] = await Promise.all([stack.signUp("Ada"), stack.signUp("Grace")]);
  const address = `/sessions/${await stack.newSession(ada.user, { content: CODE })}`;
  const [a, b] = [await visit(address, ada), await visit(address, grace)];
  await a.shows(EDITOR, "return a - b;");
  await b.shows(EDITOR, "return a - b;");

  await (await a.at(named("textbox", "Write a message"))).click();
  await a.type("Is `add` right?");
  await a.key("Enter");
  await b.shows("[role=log] article", "Is add right?");
  expect(await b.page.$eval("[role=log] article code", ({ textContent }) => textContent)).toBe("add");

  for (const each of [a, b]) await (await each.at("#open-review")).click();
  await (await a.at(named("button", "Review main.ts"))).click();
  for (const each of [a, b]) {
    await each.shows(PANEL, "One mistake.");
    await each.shows(PANEL, "Subtracts instead of adding");
  }
  await (await b.at("[data-finding] > button")).click();
  await (await b.at(named("button", "Apply"))).click();
  for (const each of [a, b]) await each.shows(EDITOR, "return a + b;");
  await a.shows(PANEL, "Applied by Grace");
});

test("the owner shares by the link for viewing only, and who came by it can no longer write", async ({
  stack,
  visit,
}) => {
  const [ada, grace] = await Promise.all([stack.signUp("Ada"), stack.signUp("Grace")]);
  const address = `/sessions/${await stack.newSession(ada.user, { content: "let shared = 1;\n" })}`;
  const [a, b] = [await visit(address, ada), await visit(address, grace)];
  await b.shows(EDITOR, "let shared");
  await toEnd(b);
  await b.type("let mine = 2;");
  await a.shows(EDITOR, "let mine = 2;");

  await (await a.at(named("button", "Share"))).click();
  await (await a.at(named("combobox", "With the link they"))).fill("viewer");
  await (await a.at(named("button", "Change to view"))).click();
  await b.shows("#header", "View only");
  await toEnd(b);
  await b.type("let never = 3;");
  expect(await b.textOf(EDITOR)).not.toContain("never");
  expect(await a.textOf(EDITOR)).not.toContain("never");
});

const OUTPUT = "[data-testid=run-output]";
const RUN_STATE = "[data-testid=run-state]";

test("somebody runs code, stops what never ends, and answers what a program in Python asks", async ({
  stack,
  visit,
}) => {
  const [ada, grace] = await Promise.all([stack.signUp("Ada"), stack.signUp("Grace")]);
  const loop = 'console.log("begun");\nwhile (true);\n';
  const address = `/sessions/${await stack.newSession(ada.user, { content: loop })}`;
  const [a, b] = [await visit(address, ada), await visit(address, grace)];
  await b.shows(EDITOR, "begun");
  await (await a.at("#header ::-p-aria(Run)")).click();
  await (await b.at("#status ::-p-aria(Output)")).click();
  for (const each of [a, b]) await each.shows(OUTPUT, "begun");
  await (await a.at("#header ::-p-aria(Stop)")).click();
  for (const each of [a, b]) await each.shows(RUN_STATE, "Stopped after");

  const body = { files: [{ path: "main.py", content: 'print("Hello " + input("Name? "))\n' }] };
  const made: { session: { id: string } } = (await ask(stack, "POST", "/api/sessions", { as: ada, body })).json;
  const asking = await visit(`/sessions/${made.session.id}`, ada);
  await asking.shows(EDITOR, "Hello");
  await (await asking.at("#header ::-p-aria(Run)")).click();
  await asking.shows(RUN_STATE, "Waits for your input");
  await (await asking.at(named("textbox", "Input for the program"))).click();
  await asking.type("Ada");
  await asking.key("Enter");
  await asking.shows(OUTPUT, "Hello Ada");
  await asking.shows(RUN_STATE, "Ended after");
});

test("a page beside the code is shown, follows it, and a loop without end in it is ended", async ({ stack, visit }) => {
  const ada = await stack.signUp("Ada");
  const content = `<title>Loop</title><script>
console.log("begun");
try {
  while (true);
} catch (error) {
  console.log(error.message);
}
</script>
`;
  const body = { files: [{ path: "index.html", content }] };
  const made: { session: { id: string } } = (await ask(stack, "POST", "/api/sessions", { as: ada, body })).json;
  const page = await visit(`/sessions/${made.session.id}`, ada);
  await page.shows(EDITOR, "begun");
  await (await page.at("#header ::-p-aria(Run)")).click();
  await page.shows(OUTPUT, "this loop ran for more than 2 s");
  await page.shows("[data-testid=preview-title]", "Loop");
  await toEnd(page);
  await page.type("<p>more</p>");
  await page.shows(SAVE_STATE, "Saved");
  await page.shows(OUTPUT, "index.html was loaded again");
  await (await page.at("#header ::-p-aria(Stop)")).click();
  await page.shows(RUN_STATE, "Stopped after");
});
