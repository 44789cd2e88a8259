import { connect as connectTcp } from "node:net";
import { expect } from "vitest";
import { connect } from "../support/connection.ts";
import { documentCount } from "../support/metrics.ts";
import { frame, openRaw, signInFrame, statelessFrame } from "../support/raw-socket.ts";
import { stackTest } from "../support/stack-test.ts";
import { until } from "../support/until.ts";

const test = stackTest({ web: false })
  /** An upgrade over bare TCP by somebody who never closes their side. */
  .extend("openTcp", { scope: "file" }, ({ stack }) => (origin: string) => {
    const { hostname, port } = new URL(stack.collabOrigin);
    const socket = connectTcp({ host: hostname, port: Number(port), allowHalfOpen: true });
    let answer = "";
    let cut = false;
    socket.on("data", (chunk) => (answer += String(chunk)));
    socket.on("error", () => (cut = true));
    socket.on("close", () => (cut = true));
    socket.write(
      `GET /collab HTTP/1.1\r\nHost: ${hostname}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    return {
      answer: () => answer,
      /**
       * Resolves once nothing of the connection is left on the other side, which answers what is written with a reset.
       */
      untilCut: () => until(() => cut || (socket.readableEnded && socket.write("x") && false), CUT_MS),
      [Symbol.dispose]: () => void socket.destroy(),
    };
  });

test.concurrent(
  "P8 a socket on which nobody signs in ends after ten seconds, one that did stays",
  async ({ stack, ada, grace }) => {
    const sessionId = await stack.newSession(ada.user);
    const hidden = await stack.newSession(ada.user, { visibility: "private" });
    using page = connect(stack.collabOrigin, sessionId, { ...grace, page: stack.origin });
    const startedAt = performance.now();
    using silent = await openRaw(stack);
    using refused = await openRaw(stack, grace.cookie);
    using chatty = await openRaw(stack);
    const chatter = setInterval(() => chatty.send(statelessFrame(sessionId, "{}")), 500);
    expect(await refused.signIn(hidden)).toBe("refused: no-access");
    expect(await Promise.all([silent.closed, refused.closed, chatty.closed])).toEqual([4408, 4408, 4408]);
    clearInterval(chatter);
    expect(performance.now() - startedAt).toBeGreaterThan(9_000);
    page.text().insert(0, "still here");
    await page.sent();
  },
);

test.concurrent(
  "P8 who announces more than 64 kB before signing in is closed before it comes",
  async ({ stack, ada, grace }) => {
    using stranger = await openRaw(stack);
    stranger.sendHalf(1_000_000, 0);
    expect(await stranger.closed).toBe(1009);
    const sessionId = await stack.newSession(ada.user);
    using guest = await openRaw(stack, grace.cookie);
    await guest.signIn(sessionId);
    guest.send(frame(sessionId, 99, new Uint8Array(1_000_000)));
    await guest.handled(sessionId);
  },
);

/**
 * Who does not answer a close is waited for half a minute, unless they are cut off: that comes after the ten seconds.
 */
const CUT_MS = 35_000;

test.concurrent("P8 who answers neither the deadline nor a refusal is cut off", async ({ stack, openTcp }) => {
  using mute = openTcp(stack.origin);
  using refused = openTcp("https://evil.example");
  await refused.untilCut();
  expect(refused.answer()).toMatch(/^HTTP\/1.1 403 /);
  await mute.untilCut();
  expect(mute.answer()).toMatch(/^HTTP\/1.1 101 /);
});

test("P8 more than 64 kB before signing in closes the socket, whatever they are", async ({ stack, ada }) => {
  const sessionId = await stack.newSession(ada.user);
  const before = await documentCount(stack.collabOrigin);
  using bigToken = await openRaw(stack);
  bigToken.send(signInFrame(sessionId, "x".repeat(70_000)));
  expect(await bigToken.closed).toBe(1009);
  using manyFrames = await openRaw(stack);
  for (let i = 0; i < 100; i++) manyFrames.send(statelessFrame(sessionId, "x".repeat(1_000)));
  expect(await manyFrames.closed).toBe(1009);
  using manyTries = await openRaw(stack, "tandem=nobody.nothing");
  for (let i = 0; i < 2_000; i++) manyTries.send(signInFrame(sessionId));
  // Each try is answered before the next is looked at: where that takes long, the ten seconds are over first.
  expect([1009, 4408]).toContain(await manyTries.closed);
  expect(await documentCount(stack.collabOrigin)).toBe(before);
});

test("P8 what is no frame at all closes the socket with 1007", async ({ stack }) => {
  const malformed = [
    new Uint8Array(),
    new Uint8Array([0xff]),
    new Uint8Array([200, 1, 65]),
    frame("__proto__", 2, 0, ""),
    frame("constructor\0x", 2, 0, ""),
    new Uint8Array(1_000).fill(255),
  ];
  for (const data of malformed) {
    using socket = await openRaw(stack);
    socket.send(data);
    expect([data.slice(0, 12), await socket.closed]).toEqual([data.slice(0, 12), 1007]);
  }
});

test("P8 one socket opens one document, however many it asks for", async ({ stack, ada }) => {
  const mine = await Promise.all(Array.from({ length: 5 }, () => stack.newSession(ada.user)));
  const before = await documentCount(stack.collabOrigin);
  using socket = await openRaw(stack, ada.cookie);
  const [first = "", ...others] = mine;
  expect(await socket.signIn(first)).toBe("let in: read-write");
  for (const other of others) expect(await socket.signIn(other)).toBe("refused: no-access");
  expect(await documentCount(stack.collabOrigin)).toBe(before + 1);
  // Both at once, before either has been answered.
  using eager = await openRaw(stack, ada.cookie);
  for (const other of others.slice(0, 2)) eager.send(signInFrame(other));
  await until(() => eager.answers.length === 2);
  expect(eager.answers.toSorted()).toEqual(["let in: read-write", "refused: no-access"]);
  await until(async () => (await documentCount(stack.collabOrigin)) === before + 2);
});

test("P11 somebody who pasted a large text while offline gets in and keeps it", async ({ stack, ada, grace }) => {
  const sessionId = await stack.newSession(ada.user);
  using page = connect(stack.collabOrigin, sessionId, { ...ada, page: stack.origin });
  await page.synced;
  await stack.collab.stop("SIGKILL");
  page.text().insert(0, "x".repeat(300_000));
  const restarted = stack.collab.restart();
  page.text().insert(0, "y".repeat(300_000));
  await restarted;
  page.text().insert(0, "z".repeat(300_000));
  using other = connect(stack.collabOrigin, sessionId, { ...grace, page: stack.origin });
  await other.synced;
  await until(() => other.text().length === 900_000);
});
