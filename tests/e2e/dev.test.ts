import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ConsoleMessage, expect } from "playwright/test";
import { freePort } from "../support/free-port.ts";
import { browserOf, excuse, lines } from "../support/browser.ts";
import { createDatabase } from "../support/database.ts";
import { test } from "../support/page-test.ts";
import { AUTH_SECRET } from "../support/person.ts";
import { root } from "../support/root.ts";
import { isRunning } from "../support/processes.ts";
import { runTandem, temporaryFolder } from "../support/tandem.ts";
import { until } from "../support/until.ts";

/** What an editor's save looks like from outside, without a change. */
const save = (file: string) => utimesSync(path.join(root, file), new Date(), new Date());

test("in development an edit of a page arrives by itself, and one of collab/ starts collab again", async ({ page }) => {
  using home = temporaryFolder();
  await using tandem = runTandem({ script: "dev", data: home.folder, env: { PORT: String(await freePort()) } });
  const origin = await tandem.ready();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));

  page.on(
    "response",
    (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
  );
  await page.goto(origin);
  await expect(async () => {
    // Vite prepares the editor's packages at the first visit, and may load the page anew before one has left it.
    const start = page.getByRole("button", { name: "Start coding" });
    // Or it takes away what the page was just loading: the error page says to load it again.
    if (await page.getByRole("heading", { name: "Something went wrong" }).isVisible()) await page.goto(origin);
    if (await start.isVisible()) {
      complaints.length = 0;
      await start.click();
    }
    await expect(page.getByTestId("connection")).toContainText("Connected", { timeout: 60_000 });
  }).toPass();
  const updated = page.waitForEvent("console", (message) => /\[vite\] hot updated: .*logo\.tsx/.test(message.text()));
  save("app/ui/logo.tsx");
  await updated;
  const before = await tandem.collab();
  save("collab/env.ts");
  await until(async () => !isRunning(before) && (await tandem.collab()));
  await expect(page.getByTestId("connection")).toContainText("Connected");
  await lines(page).click();
  await page.keyboard.type("// after the restart");
  await expect(lines(page)).toContainText("// after the restart");
  expect(complaints.filter((text) => !/WebSocket connection/.test(text))).toEqual([]);
  tandem.signalGroup("SIGINT");
  expect(await tandem.ended).toBe(0);
});

test("dev:collab runs one collab process, starts it again after an edit, and ends it with itself", async () => {
  await using database = await createDatabase();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  using home = temporaryFolder();
  const settings = {
    DATABASE_URL: database.databaseUrl,
    AUTH_SECRET,
    APP_ORIGIN: "http://localhost:1",
    HOST: "127.0.0.1",
    COLLAB_PORT: String(port),
  };
  await using started = runTandem({ script: "dev:collab", data: home.folder, env: settings });
  const isReady = () =>
    fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  // It answers a moment before edits are watched.
  await until(() => started.output().includes("collab listens on port"));
  const before = await started.collab();
  save("collab/env.ts");
  await until(async () => !isRunning(before) && (await started.collab()));
  await until(isReady);
  const collab = await started.collab();
  started.signalGroup("SIGINT");
  expect(await started.ended).toBe(0);
  expect(isRunning(collab)).toBe(false);

  await using unset = runTandem({ script: "dev:collab", data: home.folder });
  expect(await unset.ended).toBe(1);
  expect(unset.output()).toContain("DATABASE_URL: is missing");
});

/** An edit of a file of the project, until it goes out of scope. */
function edit(file: string, from: string, to: string): Disposable {
  const whole = path.join(root, file);
  const before = readFileSync(whole, "utf8");
  if (!before.includes(from)) throw new Error(`${file} does not have ${from}.`);
  writeFileSync(whole, before.replace(from, to));
  return { [Symbol.dispose]: () => writeFileSync(whole, before) };
}

test("P12 P7 a plain remix vite:dev beside dev:collab does what npm run dev does", async ({ browser }) => {
  await using database = await createDatabase();
  using home = temporaryFolder();
  const [port, collabPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const env = { DATABASE_URL: database.databaseUrl, AUTH_SECRET, APP_ORIGIN: origin, COLLAB_PORT: String(collabPort) };
  await using _collab = runTandem({ script: "dev:collab", data: home.folder, env });
  await using vite = runTandem({ command: ["npx", "remix", "vite:dev"], data: home.folder, env });
  const status = (address: string, init: RequestInit = {}) =>
    fetch(origin + address, { redirect: "manual", ...init }).then(
      (response) => response.status,
      () => 0,
    );
  await until(async () => (await status("/readyz")) === 200, 180_000);
  expect(await status("/start", { method: "POST", headers: { origin: "https://evil.example" } })).toBe(403);

  const [adas, graces] = [
    await browserOf(browser, { origin }, undefined),
    await browserOf(browser, { origin }, undefined),
  ];
  for (const { page, complaints } of [adas, graces])
    page.on(
      "response",
      (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`),
    );
  const isConnected = (page: typeof adas.page) =>
    expect(page.getByTestId("connection")).toContainText("Connected", { timeout: 240_000 });
  const front = await adas.page.goto(origin);
  expect(front?.headers()["content-security-policy"]).toMatch(/script-src 'self' 'nonce-/);
  await adas.page.getByRole("button", { name: "Start coding" }).click();
  // Vite prepares the editor's packages at the first visit.
  await isConnected(adas.page);
  const session = adas.page.url();
  await graces.page.goto(session);
  await graces.page.getByLabel("Your name").fill("Grace");
  await graces.page.keyboard.press("Enter");
  await isConnected(graces.page);
  for (const [writer, reader, words] of [
    [adas.page, graces.page, "// from Ada"],
    [graces.page, adas.page, "// from Grace"],
  ] as const) {
    await lines(writer).click();
    await writer.keyboard.press("Control+Home");
    await writer.keyboard.type(`${words}\n`);
    await expect(lines(reader)).toContainText(words);
  }
  const other = await adas.context.newPage();
  // Without its socket to Vite a page gets no edits; one that did not come about is tried again by loading the page.
  await expect(async () => {
    const predicate = (message: ConsoleMessage) => message.text().includes("[vite] connected");
    await Promise.all([other.waitForEvent("console", { predicate, timeout: 60_000 }), other.goto(origin)]);
  }).toPass();
  await other.getByLabel("Got a link?").fill("kept");
  {
    using _edit = edit("app/ui/logo.tsx", "<svg ", '<svg data-edited="" ');
    await expect(other.locator("svg[data-edited]").first()).toBeVisible();
  }
  await expect(other.getByLabel("Got a link?")).toHaveValue("kept");
  expect([...adas.complaints, ...graces.complaints]).toEqual([]);
  // From here on they lose their server now and then.
  for (const { complaints } of [adas, graces]) excuse(complaints);

  save("app/server/server.ts");
  await until(() => vite.output().includes("server restarted"));
  await until(async () => (await status("/readyz")) === 200);
  await expect(async () => {
    // A page that loads itself anew in the moment of the restart finds nobody.
    for (const { page } of [adas, graces]) if ((await lines(page).count()) === 0) await page.goto(session);
    for (const { page } of [adas, graces]) await expect(page.getByTestId("connection")).toContainText("Connected");
    await lines(graces.page).click({ timeout: 10_000 });
    await graces.page.keyboard.type("after the restart ");
    await expect(lines(adas.page)).toContainText("after the restart", { timeout: 10_000 });
  }).toPass();

  await using unset = runTandem({
    command: ["npx", "remix", "vite:dev"],
    data: home.folder,
    env: { PORT: String(await freePort()) },
  });
  expect(await unset.ended).toBe(1);
  expect(unset.output()).toContain("DATABASE_URL: is missing");
});

test("with dev:inspect both processes let a debugger in", async () => {
  using home = temporaryFolder();
  await using tandem = runTandem({ script: "dev:inspect", data: home.folder, env: { PORT: String(await freePort()) } });
  await tandem.ready();
  const names = await Promise.all(
    [9229, 9230].map(
      async (port) =>
        ((await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { title: string }[])[0]?.title,
    ),
  );
  expect(names).toEqual([expect.stringContaining("app/server/server.ts"), expect.stringContaining("collab/server.ts")]);
});
