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

const NETWORK = (host: string, own: string) => `
const tries = {
  fetch: () => fetch("${host}/fetch"),
  "fetch without cors": () => fetch("${host}/no-cors", { mode: "no-cors" }),
  "own API": () => fetch("${own}/api/user", { credentials: "include" }),
  "own API without cookies": () => fetch("${own}/api/user", { credentials: "omit" }),
  xhr: () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.onload = resolve;
    request.onerror = () => reject(new Error("refused"));
    request.open("GET", "${host}/xhr");
    request.send();
  }),
  websocket: () => new Promise((resolve, reject) => {
    const socket = new WebSocket("${host.replace("http", "ws")}/socket");
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("refused"));
  }),
  "event source": () => new Promise((resolve, reject) => {
    const source = new EventSource("${host}/events");
    source.onopen = resolve;
    source.onerror = () => (source.close(), reject(new Error("refused")));
  }),
  importScripts: () => importScripts("${host}/script.js"),
  "dynamic import": () => import("${host}/module.js"),
  "dynamic import of our own": () => import("${own}/preview.png"),
  "nested worker": () => new Promise((resolve, reject) => {
    const code = "fetch('${host}/nested').then(() => postMessage('let in'), () => postMessage('refused'))";
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    worker.onmessage = ({ data }) => (data === "refused" ? reject(new Error(data)) : resolve());
    worker.onerror = () => reject(new Error("refused"));
  }),
  "worker from elsewhere": () => new Promise((resolve, reject) => {
    const worker = new Worker("${host}/worker.js");
    worker.onmessage = resolve;
    worker.onerror = () => reject(new Error("refused"));
  }),
  "service worker": () => navigator.serviceWorker.register("${own}/service-worker.js"),
  "web transport": () => new WebTransport("${host.replace("http", "https")}/transport").ready,
  webrtc: () => new RTCPeerConnection(),
  beacon: () => navigator.sendBeacon("${host}/beacon"),
  indexedDB: () => new Promise((resolve, reject) => {
    const request = indexedDB.open("x");
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
  }),
  caches: () => caches.open("x"),
  storage: () => localStorage.setItem("x", "y"),
  cookies: () => document.cookie,
  "cookie store": () => cookieStore.getAll(),
  "private files": () => navigator.storage.getDirectory(),
  parent: () => parent.document,
  notifications: () => Notification.permission === "denied" && Promise.reject(new Error("denied")),
};
for (const [name, go] of Object.entries(tries)) {
  try {
    await Promise.race([go(), new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 3_000))]);
    console.log("OUT: " + name);
  } catch {
    console.log("held: " + name);
  }
}
console.log("all tried: " + location.origin);
`;

test("a program reaches neither the network nor anything that is kept, and has nobody's origin", async ({
  stack,
  ada,
  visit,
}) => {
  using host = await listen();
  const { page, complaints } = await runs(stack, ada, visit, NETWORK(host.origin, stack.origin));
  await expect(output(page)).toContainText("all tried: null", { timeout: 60_000 });
  expect((await output(page).textContent())?.match(/OUT: .*/g) ?? []).toEqual([]);
  expect(await output(page).textContent()).toContain("held: websocket");
  expect(host.arrived).toEqual([]);
  // The browser says so on the console of the frame, which is where it belongs.
  expect(complaints.filter((complaint) => !/Content Security Policy|Refused to|blocked/.test(complaint))).toEqual([]);
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
    if (/^Running/.test((await runState(page).textContent()) ?? "")) await stopButton(page).click();
    await expect(runState(page)).toHaveText(/^(Stopped|Failed)/);
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
