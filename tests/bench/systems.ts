import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { freePort } from "../support/free-port.ts";
import { addFile, listFiles } from "../../protocol/layout.ts";
import { connect, type Connection } from "../support/connection.ts";
import { prepareProcess, type TestProcess } from "../support/process.ts";
import type { Person, Stack } from "../support/stack.ts";
import { until } from "../support/until.ts";

/** As large as what Hocuspocus' provider sends for such a keystroke: 40 bytes of address and kind, 18 of update. */
const FRAME_BYTES = 58;
const CONNECT_TIMEOUT_MS = 30_000;

/** Somebody in a document. */
export type Member = Disposable & { type: () => void };

export type System = {
  name: string;
  /** The processes whose CPU time is the server's. */
  processes: TestProcess[];
  /**
   * Brings `size` people into a new document; `onSeen` is told how old each keystroke is when another person has it.
   */
  openRoom: (size: number, onSeen: (ms: number) => void) => Promise<Member[]>;
};

export type Systems = AsyncDisposable & { all: System[]; bare: DocumentSystem; tandem: DocumentSystem };

/** A system that speaks Hocuspocus' protocol. */
export type DocumentSystem = System & {
  newDocument: () => Promise<string>;
  /** Opens a document as one of `stack`'s people, a different one for each `seat`. */
  open: (name: string, seat: number) => Connection;
};

/** Starts what Tandem is compared with; `people` are enough for the largest scenario. */
export async function startSystems(stack: Stack, people: Person[]): Promise<Systems> {
  const start = async (file: string) => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const server = prepareProcess(
      `tests/bench/servers/${file}`,
      { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port) },
      origin,
    );
    await server.restart();
    return { origin, server };
  };
  const [relayServer, bareServer] = [await start("relay.ts"), await start("hocuspocus.ts")];
  const personAt = (seat: number) => {
    const person = people[seat % people.length];
    if (!person) throw new Error("There is nobody to open a document.");
    return person;
  };
  const tandemAt = (name: string, origin: string, processes: TestProcess[]) =>
    documentSystem({
      name,
      processes,
      newDocument: () => stack.newSession(personAt(0).user),
      open: (document, seat) => connect(origin, document, { ...personAt(seat), page: stack.origin }),
    });
  const tandem = tandemAt("Tandem", stack.collabOrigin, [stack.collab]);
  const bare = documentSystem({
    name: "bare Hocuspocus",
    processes: [bareServer.server],
    newDocument: async () => randomUUID(),
    open: (document) => connect(bareServer.origin, document, {}),
  });
  const throughWeb = tandemAt("Tandem through web", stack.origin, [stack.collab, stack.web]);
  return {
    all: [relay(relayServer.origin, relayServer.server), bare, tandem, throughWeb],
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
export function documentSystem(system: Omit<DocumentSystem, "openRoom">): DocumentSystem {
  return {
    ...system,
    async openRoom(size, onSeen) {
      const name = await system.newDocument();
      const pages = Array.from({ length: size }, () => system.open(name, seats++));
      await Promise.all(pages.map(({ synced }) => synced));
      // Tandem's documents come with a file.
      const [first] = pages;
      if (first && listFiles(first.ydoc).length === 0)
        addFile(first.ydoc, { id: "main", path: "main.ts", language: "typescript", content: "" });
      await until(() => pages.every(({ ydoc }) => listFiles(ydoc).length === 1), CONNECT_TIMEOUT_MS);
      return watchRoom(pages, onSeen);
    },
  };
}

/**
 * People who type at the end of the document's one file; `onSeen` is told how old each keystroke is when another person
 * has it, and who.
 */
export function watchRoom(pages: Connection[], onSeen: (ms: number, seat: number) => void): Member[] {
  /** When each client typed what, by Yjs' clock, which counts characters. */
  const typedAt = new Map<number, number[]>();
  return pages.map((page, seat) => {
    const { ydoc } = page;
    const text = page.text();
    const own: number[] = [];
    typedAt.set(ydoc.clientID, own);
    ydoc.on("afterTransaction", ({ local, beforeState, afterState }) => {
      if (local) return;
      const now = performance.now();
      for (const [client, end] of afterState) {
        for (let clock = beforeState.get(client) ?? 0; clock < end; clock++) {
          const at = typedAt.get(client)?.[clock];
          if (at !== undefined) onSeen(now - at, seat);
        }
      }
    });
    return {
      type() {
        own[Y.getState(ydoc.store, ydoc.clientID)] = performance.now();
        text.insert(text.length, "x");
      },
      [Symbol.dispose]: () => page[Symbol.dispose](),
    };
  });
}

function relay(origin: string, server: TestProcess): System {
  return {
    name: "plain ws relay",
    processes: [server],
    async openRoom(size, onSeen) {
      const url = `${origin.replace("http", "ws")}/${randomUUID()}`;
      const sockets = Array.from({ length: size }, () => new WebSocket(url));
      await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.addEventListener("open", resolve))));
      return sockets.map((socket) => {
        socket.binaryType = "arraybuffer";
        socket.addEventListener("message", ({ data }) =>
          onSeen(performance.now() - new DataView(data as ArrayBuffer).getFloat64(0)),
        );
        return {
          type() {
            const frame = new DataView(new ArrayBuffer(FRAME_BYTES));
            frame.setFloat64(0, performance.now());
            socket.send(frame.buffer);
          },
          [Symbol.dispose]: () => socket.close(),
        };
      });
    },
  };
}
