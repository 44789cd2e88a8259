import { expect } from "vitest";
import { connect, type Connection } from "../support/connection.ts";
import { createDatabase } from "../support/database.ts";
import { openEager } from "../support/eager-socket.ts";
import { freePort } from "../support/free-port.ts";
import { noteMetrics, readMetric } from "../support/metrics.ts";
import { AUTH_SECRET, newSession, type Person, signUpGuest } from "../support/person.ts";
import { isRunning } from "../support/processes.ts";
import { signInFrame, syncStep1Frame } from "../support/raw-socket.ts";
import { heldBy } from "../support/server-sockets.ts";
import { test as base } from "../support/started.ts";
import { runTandem, temporaryFolder } from "../support/tandem.ts";
import { until } from "../support/until.ts";

const PEOPLE = 25;
/** Hocuspocus' answer to a state vector. */
const SYNC_STEP_2 = [0, 1];
const EMPTY_STATE_VECTOR = new Uint8Array([0]);

const test = base
  .extend("place", { scope: "file" }, async ({ started }) => {
    const database = started.use(await createDatabase());
    const home = started.use(temporaryFolder());
    return { database, data: home.folder };
  })
  /** `npm start` over a database of the test, with a list of nodes if told. */
  .extend("start", { scope: "file" }, ({ place, started }) => async ({ isListed = false } = {}) => {
    const [port, collabPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
    const tandem = started.use(
      runTandem({
        data: place.data,
        env: {
          DATABASE_URL: place.database.databaseUrl,
          AUTH_SECRET,
          PORT: String(port),
          COLLAB_PORT: String(collabPort),
          METRICS_PORT: String(metricsPort),
          REQUESTS_A_SECOND: "100000",
          ...(isListed && { COLLAB_NODES: `127.0.0.1:${collabPort}` }),
        },
      }),
    );
    const origin = await tandem.ready();
    noteMetrics(origin, metricsPort);
    return { origin, port, tandem, read: (name: string) => readMetric(origin, name) };
  })
  .extend("running", { scope: "file" }, ({ start }) => start())
  .extend("people", { scope: "file" }, ({ place }) =>
    Promise.all(Array.from({ length: PEOPLE }, (_, i) => signUpGuest(place.database, `Person ${i}`))),
  )
  .extend("newSession", { scope: "file" }, ({ place, people: [ada] }) => async () => {
    if (!ada) throw new Error("There is nobody.");
    return newSession(place.database, ada.user);
  })
  /** How many of the connections to web's port each process holds. */
  .extend("held", { scope: "file" }, ({ running: { tandem, port } }) => async () => {
    const processes = [await tandem.supervisor(), await tandem.web(), await tandem.collab()] as const;
    const [start, web, collab] = processes.map((pid) => heldBy(pid, port));
    return { start, web, collab };
  });

/** The sockets of a page are closed one after the other, so that it takes a moment. */
const settled = (held: () => Promise<object>, wanted: object) =>
  until(async () => JSON.stringify(await held()) === JSON.stringify(wanted));

async function expectSaved(page: Connection, words: string) {
  page.text().insert(0, words);
  await page.durable();
}

test("P12 a socket that comes to web's address is collab's alone, and counted", async ({
  running,
  people,
  newSession,
  held,
}) => {
  const sessionId = await newSession();
  {
    using one = connect(running.origin, sessionId, people[0] as Person);
    using two = connect(running.origin, sessionId, people[1] as Person);
    await Promise.all([one.synced, two.synced]);
    await settled(held, { start: 0, web: 0, collab: 2 });
    one.text().insert(0, "together");
    await until(() => two.text().toString() === "together");
    await one.durable();
    expect(await running.read("tandem_handed_sockets_total")).toBe(2);
    expect(await running.read("tandem_proxied_sockets")).toBe(0);
  }
  await settled(held, { start: 0, web: 0, collab: 0 });
});

test("P12 nothing is lost of 200 sockets at once that send on while they are handed over", async ({
  running,
  people,
  newSession,
  held,
}) => {
  const sessions = await Promise.all(Array.from({ length: 4 }, newSession));
  const sockets = Array.from({ length: 200 }, (_, i) => {
    const sessionId = sessions[i % 4] ?? "";
    const ask = syncStep1Frame(sessionId, EMPTY_STATE_VECTOR);
    const { cookie } = people[i % PEOPLE] as Person;
    const together = [signInFrame(sessionId), ...Array.from({ length: 10 }, () => ask)];
    return openEager({ origin: running.origin, cookie, together, behind: Array.from({ length: 90 }, () => ask) });
  });
  await Promise.all(sockets.map(({ written }) => written));
  for (const socket of sockets) {
    await until(() => socket.isClosed() || socket.count(...SYNC_STEP_2) === 100);
    expect(socket.status()).toBe("HTTP/1.1 101 Switching Protocols");
    expect(socket.isClosed()).toBe(false);
  }
  await settled(held, { start: 0, web: 0, collab: 200 });
  for (const socket of sockets) socket[Symbol.dispose]();
  await settled(held, { start: 0, web: 0, collab: 0 });
});

test("P12 nobody keeps a socket that was opened and closed, or left before it was handed over", async ({
  running,
  people,
  newSession,
  held,
}) => {
  const sessionId = await newSession();
  for (let i = 0; i < 50; i++) {
    using page = connect(running.origin, sessionId, people[i % PEOPLE] as Person);
    await page.synced;
    using _gone = openEager({ origin: running.origin });
  }
  await settled(held, { start: 0, web: 0, collab: 0 });
});

test("P7 collab decides about a socket that was handed over as about any other", async ({ running, held }) => {
  using stranger = openEager({ origin: running.origin, page: "https://evil.example" });
  expect(await until(stranger.status)).toBe("HTTP/1.1 403 Forbidden");
  await settled(held, { start: 0, web: 0, collab: 0 });
});

test("P1 people write on, and their edits are saved, when web ends by kill -9", async ({
  running,
  people,
  newSession,
  held,
}) => {
  const { tandem, origin } = running;
  const sessionId = await newSession();
  using page = connect(origin, sessionId, people[0] as Person);
  await page.synced;
  let isClosed = false;
  void page.closed.then(() => (isClosed = true));
  const web = await tandem.web();
  process.kill(web, "SIGKILL");
  await until(() => !isRunning(web));
  await expectSaved(page, "without web. ");
  await until(() =>
    fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  using other = connect(origin, sessionId, people[1] as Person);
  await other.synced;
  expect(other.text().toString()).toBe("without web. ");
  expect(isClosed).toBe(false);
  await until(async () => (await held()).collab === 2);
});

test("P11 when collab ends by kill -9 its sockets close, a newcomer gets 503 at once, and all come back", async ({
  running,
  people,
  newSession,
}) => {
  const { tandem, origin } = running;
  const sessionId = await newSession();
  using page = connect(origin, sessionId, people[0] as Person);
  await page.synced;
  const collab = await tandem.collab();
  process.kill(collab, "SIGKILL");
  await page.closed;
  using early = openEager({ origin });
  expect(await until(early.status)).toBe("HTTP/1.1 503 Service Unavailable");
  await expectSaved(page, "back again");
  expect(await running.read('tandem_refused_total{reason="no-node"}')).toBeGreaterThan(0);
});

test("P11 while collab hangs newcomers get 503 within seconds, and none is kept for it", async ({
  running,
  people,
  newSession,
  held,
}) => {
  const { tandem, origin, port } = running;
  const sessionId = await newSession();
  const collab = await tandem.collab();
  await until(async () => (await held()).collab === 0);
  process.kill(collab, "SIGSTOP");
  try {
    const sockets = Array.from({ length: 20 }, () => openEager({ origin }));
    const startedAt = performance.now();
    for (const socket of sockets) {
      expect(await until(socket.status)).toBe("HTTP/1.1 503 Service Unavailable");
      await until(socket.isClosed);
    }
    // It is given two seconds, and is asked again by nobody for ever.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    for (const pid of [await tandem.supervisor(), await tandem.web()]) await until(() => heldBy(pid, port) === 0);
  } finally {
    process.kill(collab, "SIGCONT");
  }
  using page = connect(origin, sessionId, people[0] as Person);
  await page.synced;
  await settled(held, { start: 0, web: 0, collab: 1 });
});

test("P12 where nodes are listed web pipes", async ({ start, people, newSession }) => {
  const listed = await start({ isListed: true });
  using page = connect(listed.origin, await newSession(), people[0] as Person);
  await page.synced;
  expect(await listed.read("tandem_proxied_sockets")).toBe(1);
  expect(await listed.read("tandem_handed_sockets_total")).toBe(0);
});

test("P12 web ends with its parent, also where that ends before it has acknowledged a socket", async ({ start }) => {
  const { origin, port, tandem } = await start();
  const [parent, web, collab] = [await tandem.supervisor(), await tandem.web(), await tandem.collab()];
  process.kill(parent, "SIGSTOP");
  using _waiting = openEager({ origin });
  await until(() => heldBy(web, port) > 0);
  // Answered after the socket has been sent.
  await fetch(`${origin}/healthz`).then((response) => response.text());
  process.kill(parent, "SIGKILL");
  await until(() => !isRunning(web) && !isRunning(collab));
});
