/**
 * A process that does to a collab node what it should bear, so that its work does not slow down those who measure.
 * Takes a `Flood` as JSON, prints a line when it begins, and one with what it has sent when it is done.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { listFiles } from "../../protocol/layout.ts";
import {
  awarenessFrame,
  closeFrame,
  frame,
  openRaw,
  type RawSocket,
  signInFrame,
  statelessFrame,
  syncStep1Frame,
  syncStep2Frame,
  updateFrame,
} from "./raw-socket.ts";

export const floods = [
  "updates",
  "awareness",
  "marks",
  "unknown",
  "malformed",
  "questions",
  "storm",
  "pings",
  "doors",
  "large",
] as const;

export type Flood = {
  kind: (typeof floods)[number];
  collabOrigin: string;
  origin: string;
  cookie: string;
  sessionId: string;
  /** How long it goes on. */
  ms: number;
  /** Sockets at once; 1 unless told. */
  sockets?: number;
};

const flood = JSON.parse(process.argv[2] ?? "") as Flood;
const { kind, sessionId, cookie, ms } = flood;
const endsAt = Date.now() + ms;
let sent = 0;
let closed = 0;

/** Sends as fast as the other side reads, and no faster: what it does not read would fill this process. */
async function pour(
  socket: RawSocket,
  next: () => Uint8Array | undefined,
  send = (data: Uint8Array) => socket.send(data),
) {
  while (Date.now() < endsAt && socket.socket.readyState === WebSocket.OPEN) {
    for (let i = 0; i < 200 && socket.socket.bufferedAmount < 256 * 1024; i++) {
      const data = next();
      if (!data) break;
      send(data);
      sent++;
    }
    await (socket.socket.bufferedAmount < 256 * 1024 ? nextTurn() : sleep(5));
  }
}

async function open(): Promise<RawSocket> {
  const socket = await openRaw(flood, cookie);
  void socket.closed.then(() => closed++);
  const answer = await socket.signIn(sessionId);
  if (!answer.startsWith("let in")) throw new Error(answer);
  return socket;
}

/** Endless edits of one character, each at the end of what this flooder wrote. */
function edits(ydoc: Y.Doc): () => Uint8Array {
  let latest = new Uint8Array();
  ydoc.on("update", (update: Uint8Array) => (latest = new Uint8Array(update)));
  const text = listFiles(ydoc)[0]?.text ?? new Y.Text();
  let length = text.length;
  return () => {
    text.insert(length++, "x");
    return updateFrame(sessionId, latest);
  };
}

async function run(): Promise<void> {
  if (kind === "storm") {
    while (Date.now() < endsAt) {
      await Promise.all(
        Array.from({ length: 50 }, () =>
          openRaw(flood, cookie).then(
            async (socket) => {
              sent++;
              socket.send(signInFrame(sessionId));
              socket.send(syncStep1Frame(sessionId, new Uint8Array([0])));
              await sleep(20);
              socket.socket.terminate();
            },
            () => closed++,
          ),
        ),
      );
    }
    return;
  }
  if (kind === "malformed") {
    while (Date.now() < endsAt) {
      const socket = await open().catch(() => undefined);
      if (!socket) await sleep(20);
      else await pour(socket, () => awarenessFrame(sessionId, 7, "{a secret that is no JSON"));
    }
    return;
  }
  const socket = await open();
  let n = 0;
  if (kind === "updates") {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, await socket.wholeDocument(sessionId));
    await pour(socket, edits(ydoc));
  } else if (kind === "awareness")
    await pour(socket, () => awarenessFrame(sessionId, 7, JSON.stringify({ file: String(n) }), ++n));
  else if (kind === "marks") {
    socket.send(syncStep2Frame(sessionId, new Uint8Array([0, 0])));
    await pour(socket, () => statelessFrame(sessionId, JSON.stringify({ type: "mark", n: ++n })));
  } else if (kind === "unknown") await pour(socket, () => frame(sessionId, 99, "a secret of mine"));
  else if (kind === "large")
    await pour(socket, () =>
      n++ % 2 ? syncStep1Frame(sessionId, new Uint8Array([0])) : statelessFrame(sessionId, "x".repeat(4_000_000)),
    );
  else if (kind === "pings")
    await pour(
      socket,
      () => new Uint8Array(100),
      (data) => socket.socket.ping(data),
    );
  else if (kind === "doors") await pour(socket, () => (n++ % 2 ? signInFrame(sessionId) : closeFrame(sessionId)));
  else if (kind === "questions") {
    socket.socket.pause();
    const alive = setInterval(() => socket.socket.pong(), 200);
    await pour(socket, () => (n++ < 100_000 ? syncStep1Frame(sessionId, new Uint8Array([0])) : undefined));
    clearInterval(alive);
  }
}

process.on("unhandledRejection", (error) => {
  console.error(error);
  process.exit(1);
});
console.log("begins");
await Promise.all(Array.from({ length: flood.sockets ?? 1 }, () => run()));
console.log(JSON.stringify({ sent, closed }));
process.exit(0);
