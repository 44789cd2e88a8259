import { randomUUID } from "node:crypto";
import { caretColors } from "../../protocol/entities.ts";
import { addFile, listFiles } from "../../protocol/layout.ts";
import { freePort } from "../support/free-port.ts";
import { connect, type Connection } from "../support/connection.ts";
import { prepareProcess, type TestProcess } from "../support/process.ts";
import type { Person, Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";
import { LightClient } from "./light-client.ts";
import { openLightSocket } from "./light-socket.ts";
import { type Member, type UserOf, watchLightRoom, watchRoom } from "./rooms.ts";

/** As large as what Hocuspocus' provider sends for such a keystroke: 40 bytes of address and kind, 18 of update. */
export const FRAME_BYTES = 58;
/** As large as a caret on bare Hocuspocus. */
const CARET_BYTES = 447;
const CONNECT_TIMEOUT_MS = 30_000;

export type System = {
  name: string;
  /** The processes whose CPU time is the server's. */
  processes: TestProcess[];
  /**
   * Brings `size` people into a new document; `onSeen` is told how old each keystroke is when another person has it.
   */
  openRoom: (size: number, onSeen: (ms: number) => void) => Promise<Member[]>;
};

export type Systems = AsyncDisposable & {
  all: System[];
  relay: System & { origin: string };
  bare: DocumentSystem & { origin: string };
  tandem: DocumentSystem;
};

/** A system that speaks Hocuspocus' protocol. */
export type DocumentSystem = System & {
  newDocument: () => Promise<string>;
  /** Opens a document as one of `stack`'s people, a different one for each `seat`. */
  open: (name: string, seat: number) => Connection;
  /** The same as a light client; without it, everybody is a real page. */
  openLight?: (name: string, seat: number) => LightClient;
  userOf?: UserOf;
};

/** Starts a server of `servers/`. */
export async function startServer(file: string) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const server = prepareProcess(
    `tests/bench/servers/${file}`,
    { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port) },
    origin,
  );
  await server.restart();
  return { origin, server };
}

/** Bare Hocuspocus at an address; with `stock` everybody is a real page. */
export const bareHocuspocus = (origin: string, server: TestProcess, { stock = false } = {}): Systems["bare"] => ({
  origin,
  ...documentSystem({
    name: "bare Hocuspocus",
    processes: [server],
    newDocument: async () => randomUUID(),
    open: (document) => connect(origin, document, {}),
    ...(!stock && { openLight: (document) => new LightClient({ origin, name: document }) }),
    userOf: bareUser,
  }),
});

/** Tandem at an address, with a person for each seat as long as there are some; `page` is what a page's Origin is. */
export function tandemSystem({
  name,
  origin,
  processes,
  people,
  page,
  newSession,
  stock = false,
}: Pick<System, "name" | "processes"> &
  Pick<Stack, "newSession"> & { origin: string; people: Person[]; page: string; stock?: boolean }) {
  const personAt = (seat: number) => {
    const person = people[seat % people.length];
    if (!person) throw new Error("There is nobody to open a document.");
    return person;
  };
  return documentSystem({
    name,
    processes,
    newDocument: () => newSession(personAt(0).user),
    // As Tandem's page does it; `stock` is for what a provider without anything of ours costs.
    open: (document, seat) => connect(origin, document, { ...personAt(seat), page, isBrief: !stock }),
    ...(!stock && {
      openLight: (document, seat) =>
        new LightClient({ origin, name: document, cookie: personAt(seat).cookie, page, isBrief: true }),
    }),
  });
}

/** What an app on bare Hocuspocus says of its person itself: as much as the one that Tandem's server writes. */
const bareUser: UserOf = (seat) => ({
  id: BARE_USER_ID,
  name: `Person ${seat}`,
  color: caretColors[seat % caretColors.length] ?? "",
  avatar: null,
  role: "editor",
  guest: true,
});
const BARE_USER_ID = randomUUID();

/**
 * Starts what Tandem is compared with; `people` are enough for the largest scenario. With `stock` everybody is a real
 * page.
 */
export async function startSystems(stack: Stack, people: Person[], { stock = false } = {}): Promise<Systems> {
  const [relayServer, bareServer] = [await startServer("relay.ts"), await startServer("hocuspocus.ts")];
  const tandemAt = (name: string, origin: string, processes: TestProcess[]) =>
    tandemSystem({ name, origin, processes, people, page: stack.origin, newSession: stack.newSession, stock });
  const tandem = tandemAt("Tandem", stack.collabOrigin, [stack.collab]);
  const bare = bareHocuspocus(bareServer.origin, bareServer.server, { stock });
  const plain = relay(relayServer.origin, relayServer.server);
  const throughWeb = tandemAt("Tandem through web", stack.origin, [stack.collab, stack.web]);
  return {
    all: [plain, bare, tandem, throughWeb],
    relay: plain,
    bare,
    tandem,
    async [Symbol.asyncDispose]() {
      await Promise.all([relayServer.server.stop("SIGKILL"), bareServer.server.stop("SIGKILL")]);
    },
  };
}

/** Counts on over all rooms, so that no one person has too many connections. */
let seats = 0;

/** A system that people open documents of. */
function documentSystem(system: Omit<DocumentSystem, "openRoom">): DocumentSystem {
  const { openLight, userOf } = system;
  return {
    ...system,
    async openRoom(size, onSeen) {
      const name = await system.newDocument();
      const places = Array.from({ length: size }, () => seats++);
      const pages = places.slice(0, openLight ? 1 : size).map((seat) => system.open(name, seat));
      const clients = openLight ? places.slice(1).map((seat) => openLight(name, seat)) : [];
      await Promise.all([...pages, ...clients].map(({ synced }) => synced));
      const [first] = pages;
      if (!first) throw new Error("A room of nobody.");
      // Tandem's documents come with a file.
      if (listFiles(first.ydoc).length === 0)
        addFile(first.ydoc, { id: randomUUID(), path: "main.ts", language: "typescript", content: "" });
      await until(() => pages.every(({ ydoc }) => listFiles(ydoc).length === 1), CONNECT_TIMEOUT_MS);
      // What is typed behind something says no more of its place than that.
      first.text().insert(0, "x");
      await first.sent();
      return openLight ? watchLightRoom(first, clients, onSeen, userOf) : watchRoom(pages, onSeen, userOf);
    },
  };
}

function relay(origin: string, server: TestProcess): Systems["relay"] {
  return {
    name: "plain ws relay",
    origin,
    processes: [server],
    async openRoom(size, onSeen) {
      const url = `${origin}/${randomUUID()}`;
      return Promise.all(
        Array.from({ length: size }, async (): Promise<Member> => {
          const socket = await openLightSocket(url, {
            onMessage(frame) {
              if (frame.length === FRAME_BYTES) onSeen(performance.now() - frame.readDoubleBE(0));
            },
          });
          return {
            type() {
              const frame = Buffer.alloc(FRAME_BYTES);
              frame.writeDoubleBE(performance.now());
              socket.send(frame);
            },
            publishCaret: () => socket.send(Buffer.alloc(CARET_BYTES)),
            bytes: socket.bytes,
            [Symbol.dispose]: () => socket.close(),
          };
        }),
      );
    },
  };
}
