import { utimesSync } from "node:fs";
import path from "node:path";
import { expect, test } from "playwright/test";
import { freePort } from "../support/free-port.ts";
import { lines } from "../support/browser.ts";
import { createDatabase } from "../support/database.ts";
import { AUTH_SECRET } from "../support/person.ts";
import { root } from "../support/process.ts";
import { isRunning } from "../support/processes.ts";
import { runTandem, temporaryFolder } from "../support/tandem.ts";
import { until } from "../support/until.ts";

/** What an editor's save looks like from outside, without a change. */
const save = (file: string) => utimesSync(path.join(root, file), new Date(), new Date());

test("in development pages load without a complaint, an edit of a page arrives by itself, one of collab/ starts collab again", async ({ page }) => {
  test.setTimeout(120_000);
  using home = temporaryFolder();
  await using tandem = runTandem({ script: "dev", data: home.folder, env: { PORT: String(await freePort()) } });
  const origin = await tandem.ready();
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));

  page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(origin);
  await page.getByRole("button", { name: "Start coding" }).click();
  // Vite prepares the editor's packages at the first visit.
  await expect(page.getByTestId("connection")).toContainText("Connected", { timeout: 60_000 });
  const updated = page.waitForEvent("console", (message) => /\[vite\] hot updated: .*mark\.tsx/.test(message.text()));
  save("app/ui/mark.tsx");
  await updated;
  const before = await tandem.collab();
  save("collab/env.ts");
  await until(async () => !isRunning(before) && (await tandem.collab()));
  await expect(page.getByTestId("connection")).toContainText("Connected", { timeout: 30_000 });
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
  const settings = { DATABASE_URL: database.databaseUrl, AUTH_SECRET, APP_ORIGIN: "http://localhost:1", HOST: "127.0.0.1", COLLAB_PORT: String(port) };
  await using started = runTandem({ script: "dev:collab", data: home.folder, env: settings });
  const isReady = () => fetch(`${origin}/readyz`).then(({ ok }) => ok, () => false);
  await until(isReady, 30_000);
  const before = await started.collab();
  save("collab/env.ts");
  await until(async () => !isRunning(before) && (await started.collab()), 30_000);
  await until(isReady, 30_000);
  const collab = await started.collab();
  started.signalGroup("SIGINT");
  expect(await started.ended).toBe(0);
  expect(isRunning(collab)).toBe(false);

  await using unset = runTandem({ script: "dev:collab", data: home.folder });
  expect(await unset.ended).toBe(1);
  expect(unset.output()).toContain("DATABASE_URL: is missing");
});

test("with dev:inspect both processes let a debugger in", async () => {
  test.setTimeout(120_000);
  using home = temporaryFolder();
  await using tandem = runTandem({ script: "dev:inspect", data: home.folder, env: { PORT: String(await freePort()) } });
  await tandem.ready();
  const names = await Promise.all(
    [9229, 9230].map(async (port) => ((await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as { title: string }[])[0]?.title),
  );
  expect(names).toEqual([expect.stringContaining("app/server.ts"), expect.stringContaining("collab/server.ts")]);
});
