import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";
import type { Person } from "./stack.ts";

/** A provider as a browser would open it: with a cookie and an Origin. */
export function connect(origin: string, sessionId: string, person: Partial<Person> & { token?: string }) {
  class BrowserSocket extends WebSocket {
    constructor(url: string) {
      const headers = { origin, ...(person.cookie && { cookie: person.cookie }) };
      super(url, { headers } as unknown as string[]);
    }
  }
  const socket = new HocuspocusProviderWebsocket({
    url: `${origin.replace(/^http/, "ws")}/collab?session=${sessionId}`,
    WebSocketPolyfill: BrowserSocket,
    minDelay: 100,
    maxDelay: 500,
    delay: 100,
  });
  const ydoc = new Y.Doc();
  const provider = new HocuspocusProvider({ websocketProvider: socket, name: sessionId, document: ydoc, token: person.token ?? "" });
  const synced = new Promise<void>((resolve) => provider.on("synced", () => resolve()));
  const refused = new Promise<string>((resolve) => provider.on("authenticationFailed", ({ reason }: { reason: string }) => resolve(reason)));
  const closed = new Promise<number>((resolve) => socket.on("close", ({ event }: { event: { code: number } }) => resolve(event.code)));
  const events: { type: string }[] = [];
  provider.on("stateless", ({ payload }: { payload: string }) => events.push(JSON.parse(payload) as { type: string }));
  provider.attach();
  return {
    provider,
    socket,
    ydoc,
    synced,
    refused,
    closed,
    events,
    [Symbol.dispose]() {
      provider.destroy();
      socket.destroy();
      ydoc.destroy();
    },
  };
}
