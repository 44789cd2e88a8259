/**
 * A page of the session beside the code: it loads the session's files and nothing else, follows the code where it runs,
 * and what it writes everybody sees. Each way out is tried, and looked for where it would have arrived.
 */
import { expect, type Page } from "playwright/test";
import { joinByLink } from "../../../db/participants.ts";
import { caretTo, excuse, goOffline, lines, saveState } from "../../support/browser.ts";
import { listen } from "../../support/heard.ts";
import { test } from "../../support/page-test.ts";
import { openOutput, output, runButton, runState, stopButton } from "../../support/run-panel.ts";
import { newSessionOf } from "../../support/session-of-files.ts";
import { smallTargets } from "../../support/targets.ts";
import { violationsOf } from "../../support/accessibility.ts";

const preview = (page: Page) => page.locator("#preview");
const shown = (page: Page) => page.frameLocator("#preview iframe");
const inPreview = (page: Page, name: string) => preview(page).getByRole("button", { name, exact: true });

const SHOP = {
  "index.html": `<!doctype html>
<html>
<head>
<title>Shop</title>
<link rel="stylesheet" href="css/main.css">
</head>
<body>
<h1>Shop</h1>
<img src="pic.svg" alt="Picture">
<a href="pages/about.html">About</a>
<form onsubmit="event.preventDefault(); console.log('ordered', document.querySelector('input').value)">
<input aria-label="Name"><button>Order</button>
</form>
<script type="module" src="src/main.ts"></script>
</body>
</html>
`,
  "css/main.css": `@import "./colors.css";\nh1 { background: url("../pic.svg"); }\n`,
  "css/colors.css": "h1 { color: rgb(1, 2, 3); }\n",
  "pic.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>`,
  "data.json": `{ "price": 5 }`,
  "src/main.ts": `import { total, type Line } from "./util.ts";
import data from "../data.json" with { type: "json" };
export const rate = (): number => 2;
const lines: Line[] = [{ price: data.price }];
console.log("total", total(lines));
const answer = await fetch("./data.json");
console.log("fetched", (await answer.json()).price);
const { late } = await import("./" + "late.js");
console.log(late, alert("hello"), localStorage.getItem("nothing"));
new Image().src = "https://elsewhere.example/pixel.png";
setTimeout(() => fail(), 10);
function fail() {
  undefinedHere();
}
`,
  "src/util.ts": `import { rate } from "./main.ts";
export type Line = { price: number };
export const total = (lines: Line[]): number => lines.reduce((sum, line) => sum + line.price * rate(), 0);
`,
  "src/late.js": `export const late = "came late";\n`,
  "pages/about.html": `<title>About</title><p>About us</p><a href="../index.html">Back</a><script>console.log("about")</script>`,
};

test("a page with modules, styles and an error is shown to who runs it, and everybody reads its console", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, SHOP);
  await joinByLink(stack.db, grace.user, sessionId);
  const [{ page: a, complaints }, { page: b }] = [await visit(ada, sessionId), await visit(grace, sessionId)];
  excuse(complaints);
  // None of the others is shown first: a page comes before programs.
  await runButton(a).click();
  await expect(shown(a).getByRole("heading", { name: "Shop" })).toHaveCSS("color", "rgb(1, 2, 3)");
  await expect(shown(a).getByRole("img", { name: "Picture" })).toHaveJSProperty("naturalWidth", 40);
  await expect(preview(a).getByTestId("preview-title")).toHaveText("Shop · index.html");
  await openOutput(b);
  for (const page of [a, b]) {
    await expect(runState(page)).toHaveText(/^Running/);
    await expect(output(page)).toContainText("total 10");
    await expect(output(page)).toContainText("fetched 5");
    await expect(output(page)).toContainText("alert: hello");
    await expect(output(page)).toContainText("came late undefined null");
    await expect(output(page)).toContainText("ReferenceError: undefinedHere is not defined");
    await expect(output(page)).toContainText("https://elsewhere.example/pixel.png is outside of this session");
  }
  // Nobody's page shows it but that of who pressed Run.
  await expect(preview(b)).toHaveCount(0);
  await output(a).getByRole("button", { name: "src/main.ts:13" }).click();
  await expect(a.getByText(/^Ln 13,/)).toBeVisible();

  const person = await stack.signUp("Late");
  await joinByLink(stack.db, person.user, sessionId);
  const { page: late, complaints: said } = await visit(person, sessionId);
  excuse(said);
  await openOutput(late);
  await expect(output(late)).toContainText("total 10");
  await late.locator("#output").getByRole("button", { name: "Run again", exact: true }).click();
  await expect(shown(late).getByRole("heading", { name: "Shop" })).toBeVisible();

  // A pointer comes from outside of it.
  await a.mouse.move(700, 400);
  await inPreview(a, "Reload the preview").hover();
  await preview(a).locator("iframe").hover({ force: true });
  await shown(a).getByLabel("Name").fill("Ada");
  await shown(a).getByRole("button", { name: "Order" }).click();
  await expect(output(a)).toContainText("ordered Ada");
  await shown(a).getByRole("link", { name: "About" }).click();
  await expect(shown(a).getByText("About us")).toBeVisible();
  await expect(preview(a).getByTestId("preview-title")).toHaveText("About · pages/about.html");
  await shown(a).getByRole("link", { name: "Back" }).click();
  await expect(shown(a).getByRole("heading", { name: "Shop" })).toBeVisible();

  await inPreview(a, "Stop, and close the preview").click();
  await expect(preview(a)).toHaveCount(0);
  await expect(runState(a)).toHaveText(/^Stopped/);
  // The third person's goes on.
  await expect(runState(late)).toHaveText(/^Running/);
});

test("a link to a place in the page leads there, and leaves nothing for Back to go through", async ({
  stack,
  ada,
  visit,
}) => {
  const content = `<!doctype html>
<title>Long</title>
<a href="#end">To the end</a>
<p id="end" style="margin: 3000px 0">The end</p>
<script>addEventListener("hashchange", () => console.log("went to", location.hash));</script>
`;
  const sessionId = await newSessionOf(stack, ada, { "index.html": content });
  const { page } = await visit(ada, sessionId);
  await runButton(page).click();
  await expect(shown(page).getByRole("link")).toBeVisible();
  const before = await page.evaluate(() => history.length);
  // A pointer comes from outside of it.
  await page.mouse.move(700, 400);
  await inPreview(page, "Reload the preview").hover();
  await preview(page).locator("iframe").hover({ force: true });
  await shown(page).getByRole("link").click();
  await expect(output(page)).toContainText("went to #end");
  expect(
    await shown(page)
      .locator("html")
      .evaluate(() => scrollY),
  ).toBeGreaterThan(1_000);
  expect(await page.evaluate(() => history.length)).toBe(before);
});

test("the page follows edits where it runs, and says once that it was loaded again", async ({
  stack,
  ada,
  grace,
  visit,
}) => {
  const content = `<!doctype html>
<html lang="en"><title>One</title>
<main><h1>One</h1></main><script>console.log(document.querySelector("h1").textContent);</script>
`;
  const sessionId = await newSessionOf(stack, ada, { "index.html": content });
  await joinByLink(stack.db, grace.user, sessionId);
  const [{ page: a }, { page: b }] = [await visit(ada, sessionId), await visit(grace, sessionId)];
  await caretTo(a, "Control+End");
  await a.keyboard.press("Control+Enter");
  await expect(shown(a).getByRole("heading", { name: "One" })).toBeVisible();
  expect((await violationsOf(a, { except: "#preview iframe" })).map(({ id }) => id)).toEqual([]);
  await openOutput(b);
  await caretTo(b, "Control+End");
  await b.keyboard.type("Typed by Grace");
  await expect(shown(a).getByText("Typed by Grace")).toBeVisible();
  // It may have been loaded more than once while she typed.
  for (const page of [a, b]) await expect(output(page)).toContainText(/^One\nindex\.html was loaded again\nOne\n/);
  await expect(preview(b)).toHaveCount(0);
  await expect(a.locator("#output").getByText("Code changed since")).toHaveCount(0);
  await expect(runState(b)).toHaveText(/^Running/);
  await stopButton(a).click();
  for (const page of [a, b]) await expect(runState(page)).toHaveText(/^Stopped/);
  await expect(preview(a)).toHaveCount(0);
});

test("P11 a preview follows the code, and a program runs, while there is no network", async ({ stack, ada, visit }) => {
  const files = { "index.html": "<h1>Shown</h1>\n", "main.js": "console.log('ran');\n" };
  const { page, complaints } = await visit(ada, await newSessionOf(stack, ada, files));
  excuse(complaints);
  await page.getByRole("tab", { name: "main.js" }).click();
  await runButton(page).click();
  await expect(output(page)).toContainText("ran");
  await page.getByRole("tab", { name: "index.html" }).click();
  await runButton(page).click();
  await expect(shown(page).getByRole("heading", { name: "Shown" })).toBeVisible();
  await goOffline(page);
  await caretTo(page, "Control+End");
  await page.keyboard.type("Typed alone");
  await expect(shown(page).getByText("Typed alone")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(shown(page).getByText("Typed alone")).toBeVisible();
  await page.getByRole("tab", { name: "main.js" }).click();
  await caretTo(page, "Control+End");
  await page.keyboard.press("Control+Enter");
  await expect(preview(page)).toHaveCount(0);
  await expect(runState(page)).toHaveText(/^Ended/);
  await page.context().setOffline(false);
});

test("a preview begins anew with the next Run, and ends when something else is run", async ({ stack, ada, visit }) => {
  const files = {
    "index.html": "<h1>Shown</h1><script>console.log('shown')</script>\n",
    "main.js": "console.log('ran');\n",
  };
  const { page } = await visit(ada, await newSessionOf(stack, ada, files));
  const runs = page.getByLabel("Which run is shown").locator("option");
  await page.getByRole("tab", { name: "index.html" }).click();
  await runButton(page).click();
  await expect(output(page)).toContainText("shown");
  await caretTo(page, "Control+End");
  await page.keyboard.press("Control+Enter");
  await expect(runs).toHaveCount(2);
  await expect(shown(page).getByRole("heading", { name: "Shown" })).toBeVisible();
  await expect(output(page)).toContainText("shown");
  await page.getByRole("tab", { name: "main.js" }).click();
  await caretTo(page, "Control+End");
  await page.keyboard.press("Control+Enter");
  await expect(preview(page)).toHaveCount(0);
  await expect(output(page)).toContainText("ran");
  await expect(runState(page)).toHaveText(/^Ended/);
  await expect(runs).toHaveCount(3);
});

test("its width follows keys and is kept, and it is as wide as a phone where that is wanted", async ({
  stack,
  ada,
  visit,
}) => {
  const sessionId = await newSessionOf(stack, ada, { "index.html": "<h1>Wide</h1>\n" });
  const { page } = await visit(ada, sessionId);
  await runButton(page).click();
  await expect(shown(page).getByRole("heading", { name: "Wide" })).toBeVisible();
  const splitter = page.getByRole("separator", { name: "Width of the preview" });
  await splitter.focus();
  await page.keyboard.press("Home");
  await expect(splitter).toHaveAttribute("aria-valuenow", "240");
  await page.keyboard.press("ArrowLeft");
  await expect(splitter).toHaveAttribute("aria-valuenow", "256");
  await stopButton(page).click();
  await page.reload();
  await expect(lines(page)).toContainText("Wide");
  await runButton(page).click();
  await expect(splitter).toHaveAttribute("aria-valuenow", "256");
  await preview(page).getByLabel("As wide as").selectOption("phone");
  await expect
    .poll(() =>
      shown(page)
        .locator("html")
        .evaluate(({ clientWidth }) => clientWidth),
    )
    .toBe(390);
});

test("a page that asks for the focus leaves it to who types", async ({ stack, ada, visit }) => {
  const content = `<button>Me</button><svg tabindex="0" width="9" height="9"></svg><script>
const takers = document.querySelectorAll("button, svg");
for (const taker of takers) taker.onfocus = () => console.log("taken");
let times = 0;
setInterval(() => { takers[++times % 2].focus(); if (times < 9) console.log("asked"); }, 30);
</script>
`;
  const { page } = await visit(ada, await newSessionOf(stack, ada, { "index.html": content }));
  await caretTo(page, "Control+End");
  await page.keyboard.press("Control+Enter");
  await expect(output(page)).toContainText("asked\nasked\nasked");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("Here is where somebody types", { delay: 20 });
  await expect(lines(page)).toContainText("Here is where somebody types");
  await expect(output(page)).not.toContainText("taken");
});

test("on a phone the page takes the code's place, and gives it back", async ({ stack, ada, visit }) => {
  const sessionId = await newSessionOf(stack, ada, { "index.html": "<h1>Small</h1>\n" });
  const size = { width: 320, height: 568 };
  const { page } = await visit(ada, sessionId, { viewport: size, hasTouch: true, isMobile: true });
  const more = page.getByRole("button", { name: "More", exact: true });
  await more.tap();
  await page.getByRole("menuitem", { name: "Run this file" }).tap();
  await expect(shown(page).getByRole("heading", { name: "Small" })).toBeVisible();
  expect(await smallTargets(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
  await page.getByRole("navigation", { name: "Parts of this page" }).getByRole("button", { name: "Code" }).tap();
  await expect(preview(page)).toBeHidden();
  await more.tap();
  await page.getByRole("menuitem", { name: "Show the preview" }).tap();
  await expect(shown(page).getByRole("heading", { name: "Small" })).toBeVisible();
  await inPreview(page, "Stop, and close the preview").tap();
  await expect(preview(page)).toHaveCount(0);
});

const WAYS_OUT = (host: string, own: string) => `<!doctype html><script>
const wait = (load) => new Promise((resolve, reject) => {
  load.onload = load.onopen = resolve;
  load.onerror = () => reject(new Error("refused"));
});
const add = (name, properties) => {
  const element = Object.assign(document.createElement(name), properties);
  document.head.append(element);
  return wait(element);
};
const never = () => Promise.reject(new Error("seen elsewhere"));
const tries = {
  fetch: () => fetch("${host}/fetch"),
  "fetch without cors": () => fetch("${host}/no-cors", { mode: "no-cors" }),
  "own API": () => fetch("${own}/api/user", { credentials: "include" }),
  "own API without cookies": () => fetch("${own}/api/user", { credentials: "omit" }),
  xhr: () => {
    const request = new XMLHttpRequest();
    request.open("GET", "${host}/xhr");
    const answered = wait(request);
    request.send();
    return answered;
  },
  websocket: () => wait(new WebSocket("${host.replace("http", "ws")}/socket")),
  "event source": () => wait(new EventSource("${host}/events")),
  image: () => wait(Object.assign(new Image(), { src: "${host}/image" })),
  "own image": () => wait(Object.assign(new Image(), { src: "${own}/preview.png" })),
  script: () => add("script", { src: "${host}/script.js" }),
  "own script": () => add("script", { src: "${own}/assets/x.js" }),
  style: () => add("link", { rel: "stylesheet", href: "${host}/style.css" }),
  prefetch: () => add("link", { rel: "prefetch", href: "${host}/prefetch" }),
  preload: () => add("link", { rel: "preload", as: "fetch", href: "${host}/preload" }),
  "dynamic import": () => import("${host}/module.js"),
  "background": () => ((document.documentElement.style.background = "url(${host}/background)"), never()),
  media: () => (document.head.append(Object.assign(new Audio("${host}/audio"), { autoplay: true })), never()),
  object: () => add("object", { data: "${host}/object" }),
  // It says yes, whatever becomes of it.
  beacon: () => (navigator.sendBeacon("${host}/beacon"), never()),
  ping: () => {
    Object.assign(document.createElement("a"), { href: "#x", ping: "${host}/ping" }).click();
    return never();
  },
  form: () => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: "${host}/form", target: "_blank" });
    document.documentElement.append(form);
    form.submit();
    return never();
  },
  popup: () => open("${host}/popup") || never(),
  download: () => {
    Object.assign(document.createElement("a"), { href: "data:text/plain,x", download: "x.txt" }).click();
    return never();
  },
  "a frame": () => (document.documentElement.append(Object.assign(document.createElement("iframe"), { src: "${host}/frame" })), never()),
  "a frame of our own": () => (document.documentElement.append(Object.assign(document.createElement("iframe"), { src: "${own}/" })), never()),
  // It is there, with the same policy.
  "out of a frame of a text": () => new Promise((resolve, reject) => {
    addEventListener("message", ({ data }) => (data === "out" ? resolve() : reject(new Error(data))));
    const code = "fetch('${host}/within').then(() => 'out', () => 'held').then((said) => parent.postMessage(said, '*'))";
    const srcdoc = "<script>" + code + "</" + "script>";
    document.documentElement.append(Object.assign(document.createElement("iframe"), { srcdoc }));
  }),
  worker: () => new Promise((resolve, reject) => {
    const code = "fetch('${host}/worker').then(() => postMessage('out'), () => postMessage('held'))";
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = ({ data }) => (data === "out" ? resolve() : reject(new Error(data)));
    worker.onerror = () => reject(new Error("refused"));
  }),
  "service worker": () => navigator.serviceWorker.register("${own}/service-worker.js"),
  "web transport": () => new WebTransport("${host.replace("http", "https")}/transport").ready,
  indexedDB: () => new Promise((resolve, reject) => {
    const request = indexedDB.open("x");
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  }),
  caches: () => caches.open("x"),
  cookies: () => document.cookie,
  "cookie store": () => cookieStore.getAll(),
  "private files": () => navigator.storage.getDirectory(),
  parent: () => parent.document,
  top: () => top.document,
  "top's address": () => (top.location = "${host}/top"),
  opener: () => opener.document,
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
  clipboard: () => navigator.clipboard.readText(),
  notifications: () => Notification.permission === "granted" || never(),
  fullscreen: () => document.documentElement.requestFullscreen(),
};
(async () => {
  for (const [name, go] of Object.entries(tries)) {
    try {
      await Promise.race([go(), new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 3_000))]);
      console.log("OUT: " + name);
    } catch {
      console.log("held: " + name);
    }
  }
  console.log("all tried: " + origin + confirm("?") + prompt("?"));
})();
</script>
`;

test("a page that is shown reaches neither the network nor the page around it, and has nobody's origin", async ({
  stack,
  ada,
  visit,
}) => {
  using host = await listen();
  const sessionId = await newSessionOf(stack, ada, { "index.html": WAYS_OUT(host.origin, stack.origin) });
  const { page, context, complaints } = await visit(ada, sessionId);
  // The browser says there what it has refused.
  excuse(complaints);
  const happened: string[] = [];
  page.on("download", () => happened.push("download"));
  page.on("dialog", (dialog) => (happened.push("dialog"), void dialog.dismiss()));
  context.on("page", () => happened.push("popup"));
  await runButton(page).click();
  await expect(output(page)).toContainText("all tried: nullfalsenull", { timeout: 120_000 });
  const text = (await output(page).textContent()) ?? "";
  expect(text.match(/OUT: .*/g) ?? []).toEqual([]);
  expect(text).toContain("held: websocket");
  expect(text).toContain(`${host.origin}/image is outside of this session`);
  expect(host.arrived).toEqual([]);
  expect(happened).toEqual([]);
  expect(page.url()).toContain(sessionId);
  await stopButton(page).click();
});

test("a page that leaves for another address gets nowhere, and is closed", async ({ stack, ada, visit }) => {
  using host = await listen();
  for (const address of [`${host.origin}/left`, `${stack.origin}/`]) {
    const content = `<script>setTimeout(() => (location = "${address}"), 100);</script>\n`;
    const { page, complaints } = await visit(ada, await newSessionOf(stack, ada, { "index.html": content }));
    excuse(complaints);
    const cookies: (string | undefined)[] = [];
    page.on("request", (request) => {
      if (request.url() === address) void request.allHeaders().then(({ cookie }) => cookies.push(cookie));
    });
    await runButton(page).click();
    await expect(runState(page)).toHaveText(/^Failed/, { timeout: 30_000 });
    await expect(output(page)).toContainText("does not answer any more");
    await expect(preview(page)).toHaveCount(0);
    expect(cookies.filter((cookie) => cookie !== undefined)).toEqual([]);
    expect(page.frames().filter((frame) => frame !== page.mainFrame() && frame.url().startsWith(host.origin))).toEqual(
      [],
    );
  }
  expect(host.arrived).toEqual([]);
});

test("a loop that never ends is ended at its line, the text goes on, and the run can be stopped", async ({
  stack,
  ada,
  visit,
}) => {
  const content = `<script>\nconsole.log("begun");\nlet n = 0;\nwhile (true) n++;\n</script>\n<p>After it</p>\n`;
  const { page, complaints } = await visit(ada, await newSessionOf(stack, ada, { "index.html": content }));
  excuse(complaints);
  await runButton(page).click();
  await expect(output(page)).toContainText("begun");
  await expect(output(page)).toContainText("this loop ran for more than 2 s");
  await expect(output(page).getByRole("button", { name: "index.html:4" })).toBeVisible();
  await expect(shown(page).getByText("After it")).toBeVisible();
  await caretTo(page, "Control+End");
  await page.keyboard.type("Typed meanwhile");
  await expect(lines(page)).toContainText("Typed meanwhile");
  await expect(saveState(page)).toHaveText("Saved");
  await expect(shown(page).getByText("Typed meanwhile")).toBeVisible();
  await stopButton(page).click();
  await expect(runState(page)).toHaveText(/^Stopped/);

  // One that begins again and again is closed.
  const again = `<script>setInterval(() => { for (;;); }, 10);</script>\n`;
  const { page: other, complaints: said } = await visit(ada, await newSessionOf(stack, ada, { "index.html": again }));
  excuse(said);
  await runButton(other).click();
  await expect(runState(other)).toHaveText(/^Failed/, { timeout: 60_000 });
  await expect(output(other)).toContainText("Three loops without end");
});
