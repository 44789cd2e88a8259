/**
 * The load of `capacity`, in a process of its own: everybody is a light client who types behind their own last
 * character, and is asked by messages how fast.
 */
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import { addFile, listFiles } from "../../protocol/layout.ts";
import { until } from "../support/until.ts";
import { insertion, LightClient, watchTyped } from "./light-client.ts";
import { openLightSocket } from "./light-socket.ts";
import { ownCpuMs, percentile } from "./measure.ts";
import { Keys } from "./rooms.ts";
import { FRAME_BYTES } from "./systems.ts";

/** Where one person sits: those of a document come one after the other. */
export type Seat = { kind: "relay" | "document"; origin: string; name: string; cookie?: string; page?: string };
export type Ask = { kind: "open"; seats: Seat[] } | { kind: "type"; rate: number; seconds: number };
/** `loadShare` is of one core. */
export type Answer = { sent: number; missing: number; p99: number; loadShare: number };

const ARRIVAL_TIMEOUT_MS = 3_000;

type Typist = { type: () => void };
const typists: Typist[] = [];
let ages: number[] = [];
/** What is typed now: what comes late counts for nothing. */
let keys = new Keys(() => {});

process.on("message", (ask: Ask) => void answer(ask).then((said) => process.send?.(said)));
process.on("disconnect", () => process.exit(0));

async function answer(ask: Ask): Promise<Answer> {
  if (ask.kind === "type") return typeFor(ask.rate, ask.seconds);
  const byDocument = Map.groupBy(ask.seats, ({ name }) => name);
  for (const seats of byDocument.values()) typists.push(...(await openDocument(seats)));
  return { sent: 0, missing: 0, p99: NaN, loadShare: NaN };
}

async function typeFor(rate: number, seconds: number): Promise<Answer> {
  ages = [];
  keys = new Keys((ms) => ages.push(ms));
  const [cpu, startedAt] = [ownCpuMs(), performance.now()];
  let sent = 0;
  for (let ms = 0; ms < seconds * 1_000; ms = performance.now() - startedAt) {
    // So many at the most before what has come is read: late or not, it must not look older than it is.
    for (let i = 0; i < 50 && sent < (ms / 1_000) * rate; i++) typists[sent++ % typists.length]?.type();
    await (sent < (ms / 1_000) * rate ? nextTurn() : sleep(1));
  }
  const loadShare = (ownCpuMs() - cpu) / (performance.now() - startedAt);
  const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
  while (ages.length < sent && performance.now() < deadline) await sleep(5);
  return { sent, missing: sent - ages.length, p99: percentile(ages, 0.99), loadShare };
}

const openDocument = (seats: Seat[]): Promise<Typist[]> =>
  seats[0]?.kind === "relay" ? Promise.all(seats.map(openRelayed)) : openShared(seats);

async function openRelayed({ origin, name }: Seat): Promise<Typist> {
  const socket = await openLightSocket(`${origin}/${name}`, {
    onMessage: (frame) => ages.push(performance.now() - frame.readDoubleBE(0)),
  });
  return {
    type() {
      const frame = Buffer.alloc(FRAME_BYTES);
      frame.writeDoubleBE(performance.now());
      socket.send(frame);
    },
  };
}

const openShared = (seats: Seat[]): Promise<Typist[]> =>
  Promise.all(
    seats.map(async (seat, nth) => {
      const client = new LightClient(seat);
      const { clientId } = client;
      // Only until the first character is written, which says where it stands.
      const ydoc = new Y.Doc();
      ydoc.clientID = clientId;
      ydoc.on("update", (update: Uint8Array, origin) => origin !== client && client.sendUpdate(update));
      client.onUpdate = (update) => Y.applyUpdate(ydoc, update, client);
      await client.synced;
      // Tandem's documents come with a file.
      if (listFiles(ydoc).length === 0 && nth === 0)
        addFile(ydoc, { id: "main", path: "main.ts", language: "typescript", content: "" });
      const file = await until(() => listFiles(ydoc)[0]);
      file.text.insert(0, "x");
      return typist(client, Y.getState(ydoc.store, clientId));
    }),
  );

/** `clock` is what they type next. */
function typist(client: LightClient, clock: number): Typist {
  const { clientId } = client;
  watchTyped(client, (other, from, to) => keys.see(0, other, from, to));
  return {
    type() {
      keys.type(clientId, clock);
      client.sendUpdate(insertion(Y.createID(clientId, clock), Y.createID(clientId, clock++ - 1)));
    },
  };
}
