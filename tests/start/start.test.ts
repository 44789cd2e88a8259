import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../support/connection.ts";
import { isRunning } from "../support/processes.ts";
import { postgresPid, runTandem, type Tandem, temporaryFolder } from "../support/tandem.ts";
import { until } from "../support/until.ts";

/** One data folder for the file: each test finds in it what those before have typed. */
const { folder: data, ...home } = temporaryFolder();
let typed = "";
let cookie: string;
let sessionId: string;

/** Types at the end of the text; resolves when the server has it in memory, and no sooner or later. */
async function type(origin: string, words: string) {
  using page = connect(origin, sessionId, { cookie });
  await page.synced;
  expect(page.text().toString()).toBe(typed);
  page.text().insert(typed.length, words);
  await page.sent();
  typed += words;
}

async function expectTyped(origin: string) {
  using page = connect(origin, sessionId, { cookie });
  await page.synced;
  expect(page.text().toString()).toBe(typed);
}

/** A first start in `data`, in which somebody starts a session, whose text is then empty. */
async function firstStart() {
  await using tandem = runTandem({ data });
  const origin = await tandem.ready();
  const landing = await fetch(origin).then((response) => response.text());
  const response = await fetch(`${origin}/start`, { method: "POST", redirect: "manual", headers: { origin } });
  cookie = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  sessionId = response.headers.get("location")?.split("/").at(-1) ?? "";
  using page = connect(origin, sessionId, { cookie });
  await page.synced;
  page.text().delete(0, page.text().length);
  await page.sent();
  tandem.signalGroup("SIGINT");
  return { origin, addresses: tandem.addresses(), landing, code: await tandem.ended, output: tandem.output() };
}
let first: Awaited<ReturnType<typeof firstStart>>;
beforeAll(async () => {
  first = await firstStart();
});
afterAll(() => home[Symbol.dispose]());

const processesOf = async (tandem: Tandem) => [
  await tandem.supervisor(),
  await tandem.web(),
  await tandem.collab(),
  postgresPid(data) ?? 0,
];

test("P12 a first start says each step and one address, with empty settings", () => {
  expect(first.addresses).toEqual([first.origin]);
  for (const step of ["Started Postgres.", "Brought the tables up to date", "Ready. Ctrl+C stops it."])
    expect(first.output).toContain(step);
  expect(first.landing).toContain("Start coding");
  expect(first.code).toBe(0);
});

const endings: [string, (tandem: Tandem) => unknown, number | null][] = [
  ["Ctrl+C", (tandem) => tandem.signalGroup("SIGINT"), 0],
  ["SIGTERM to npm alone", (tandem) => process.kill(tandem.npm, "SIGTERM"), 0],
  ["SIGTERM to everything", (tandem) => tandem.signalGroup("SIGTERM"), 0],
  // npm itself has no ear for it.
  ["closing the terminal", (tandem) => tandem.signalGroup("SIGHUP"), null],
];
for (const [ending, end, code] of endings) {
  test(`P12 ${ending} stops Postgres last, leaves no process, and keeps what was typed just before`, async () => {
    await using tandem = runTandem({ data });
    await type(await tandem.ready(), `${ending}. `);
    const processes = await processesOf(tandem);
    expect(processes.every(isRunning)).toBe(true);
    end(tandem);
    const [, web = 0, collab = 0, postgres = 0] = processes;
    await until(() => {
      // Postgres is looked at first: in between the others may end, and it after them.
      const postgresRuns = isRunning(postgres);
      const others = isRunning(web) || isRunning(collab);
      if (others && !postgresRuns) throw new Error("Postgres ended first.");
      return !others && !postgresRuns;
    });
    expect(await tandem.ended).toBe(code);
    // Its output is closed a moment before a process is gone.
    await until(() => !processes.some(isRunning));
    expect(postgresPid(data)).toBeUndefined();
    expect(tandem.output()).toContain("Stopped. Every session is kept.");
  });
}

test("P12 a second start builds nothing and finds the session, and another beside it says where it is", async () => {
  await using tandem = runTandem({ data });
  const startedAt = Date.now();
  const origin = await tandem.ready();
  console.log(`A second start took ${Date.now() - startedAt} ms.`);
  expect(tandem.output()).not.toMatch(/Building|Brought the tables/);
  await expectTyped(origin);
  const list = await fetch(`${origin}/api/sessions`, { headers: { cookie } }).then(
    (response) => response.json() as Promise<{ sessions: { id: string }[] }>,
  );
  expect(list.sessions.map(({ id }) => id)).toEqual([sessionId]);

  await using other = runTandem({ data });
  expect(await other.ended).toBe(1);
  expect(other.output()).toContain(`Tandem runs at ${origin} (process ${await tandem.supervisor()}) already`);
  await type(origin, "Undisturbed. ");
  tandem.signalGroup("SIGINT");
  expect(await tandem.ended).toBe(0);
});

test("P11 after kill -9 of the parent web and collab stop, and the next start takes Postgres over", async () => {
  await using killed = runTandem({ data });
  await type(await killed.ready(), "Killed. ");
  const [parent = 0, web = 0, collab = 0, postgres = 0] = await processesOf(killed);
  process.kill(parent, "SIGKILL");
  await using next = runTandem({ data });
  const origin = await next.ready();
  expect(next.output()).toContain("Found our Postgres still running");
  expect(postgresPid(data)).toBe(postgres);
  await until(() => !isRunning(web) && !isRunning(collab));
  await expectTyped(origin);
  next.signalGroup("SIGINT");
  expect(await next.ended).toBe(0);
  expect(isRunning(postgres)).toBe(false);
});

test("P11 web, collab and Postgres are started again when they are killed", async () => {
  await using tandem = runTandem({ data });
  const origin = await tandem.ready();
  const answers = () =>
    fetch(`${origin}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const find of [tandem.collab, tandem.web, () => until(() => postgresPid(data))]) {
    const before = await find();
    process.kill(before, "SIGKILL");
    await until(async () => !isRunning(before) && (await find()) !== before);
    await until(answers);
    await expectTyped(origin);
  }
  tandem.signalGroup("SIGINT");
  expect(await tandem.ended).toBe(0);
});

test("P12 of two first starts at once, one serves and the other says so", async () => {
  using fresh = temporaryFolder();
  await using one = runTandem({ data: fresh.folder });
  await using two = runTandem({ data: fresh.folder });
  const loser = await Promise.race([one.ended.then(() => one), two.ended.then(() => two)]);
  expect(loser.output()).toMatch(/Tandem runs .*already/);
  const winner = loser === one ? two : one;
  expect(await fetch(await winner.ready()).then(({ status }) => status)).toBe(200);
  winner.signalGroup("SIGINT");
  expect(await winner.ended).toBe(0);
});

test("P12 two that start at once have an address each; a port that was asked for and is taken is a sentence", async () => {
  using fresh = temporaryFolder();
  await using one = runTandem({ data });
  {
    await using two = runTandem({ data: fresh.folder });
    const origins = [await one.ready(), await two.ready()] as const;
    expect(origins[0]).not.toBe(origins[1]);
    await expectTyped(origins[0]);
    two.signalGroup("SIGINT");
    expect(await two.ended).toBe(0);
  }
  const taken = new URL(await one.ready()).port;
  await using refused = runTandem({ data: fresh.folder, env: { PORT: taken } });
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain(
    `Port ${taken} (PORT) is taken by another program: choose another, or leave PORT out.`,
  );
  expect(postgresPid(fresh.folder)).toBeUndefined();
  one.signalGroup("SIGINT");
  expect(await one.ended).toBe(0);
});

test("P12 a terminal that no longer takes what is said does not keep it from stopping in order", async () => {
  await using tandem = runTandem({ data });
  await tandem.ready();
  tandem.hangUp();
  const processes = await processesOf(tandem);
  process.kill(await tandem.supervisor(), "SIGTERM");
  await until(() => !processes.some(isRunning));
});

test("P12 a postmaster.pid that names another program by now does not keep Postgres from starting", async () => {
  writeFileSync(path.join(data, "postgres", "data", "postmaster.pid"), `${process.pid}\n${data}\n0\n5432\n\n\n\n`, {
    mode: 0o644,
  });
  await using tandem = runTandem({ data });
  await expectTyped(await tandem.ready());
  tandem.signalGroup("SIGINT");
  expect(await tandem.ended).toBe(0);
});
