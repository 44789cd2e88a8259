import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";
import { BriefAwareness } from "../../app/routes/sessions.$sessionId/connection/brief-awareness.client.ts";
import { listFiles } from "../../protocol/layout.ts";
import type { ServerEvent } from "../../protocol/events.ts";
import { until } from "./until.ts";

export type ConnectionWish = {
  cookie?: string;
  /** The lineage of an offline copy. */
  token?: string;
  /** What the browser says it comes from, where that is another origin than the socket's. */
  page?: string;
  ydoc?: Y.Doc;
  /** The user that the page was opened by. */
  openedBy?: string;
  /** Reads presence as a page does: only what has changed. */
  isBrief?: boolean;
  /** A line out that the test can hold back. */
  uplink?: Uplink;
};

/** What a page sends passes here in its order; once held, as much of it as the test lets through. */
export class Uplink {
  private readonly waiting: (() => void)[] = [];
  private passed = 0;
  private allowed = Infinity;

  /** How many frames the page has sent, those that wait included. */
  get count() {
    return this.passed + this.waiting.length;
  }

  hold() {
    this.allowed = this.passed;
  }

  /** Lets the first `count` frames through, counted from when the page was opened. */
  letThrough(count: number) {
    this.allowed = Math.max(this.allowed, count);
    const ready = this.waiting.splice(0, Math.max(0, this.allowed - this.passed));
    this.passed += ready.length;
    for (const send of ready) send();
  }

  pass(send: () => void) {
    this.waiting.push(send);
    this.letThrough(this.allowed);
  }
}

export type Connection = ReturnType<typeof connect>;

/** Opens a session as a browser does: a provider over a socket with a cookie and an Origin. */
export function connect(
  origin: string,
  sessionId: string,
  { cookie, token = "", page = origin, ydoc = new Y.Doc(), openedBy, isBrief = false, uplink }: ConnectionWish,
) {
  class BrowserSocket extends WebSocket {
    constructor(url: string) {
      // Node's own option, which the type of browsers does not have.
      super(url, { headers: { origin: page, ...(cookie !== undefined && { cookie }) } } as unknown as string[]);
    }
    override send(data: Parameters<WebSocket["send"]>[0]) {
      if (uplink) uplink.pass(() => super.send(data));
      else super.send(data);
    }
  }
  const query = new URLSearchParams({
    session: sessionId.slice(0, 100),
    ...(openedBy && { user: openedBy }),
    ...(isBrief && { presence: "brief" }),
  });
  const socket = new HocuspocusProviderWebsocket({
    url: `${origin.replace(/^http/, "ws")}/collab?${query}`,
    WebSocketPolyfill: BrowserSocket,
    minDelay: 50,
    maxDelay: 200,
    delay: 50,
  });
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: sessionId,
    document: ydoc,
    token,
    ...(isBrief && { awareness: new BriefAwareness(ydoc) }),
  });
  const synced = new Promise<void>((resolve) => provider.on("synced", () => resolve()));
  const refused = new Promise<string>((resolve) =>
    provider.on("authenticationFailed", ({ reason }: { reason: string }) => resolve(reason)),
  );
  const closed = new Promise<number>((resolve) =>
    socket.on("close", ({ event }: { event: { code: number } }) => resolve(event.code)),
  );
  const events: ServerEvent[] = [];
  provider.on("stateless", ({ payload }: { payload: string }) => events.push(JSON.parse(payload) as ServerEvent));
  let lastMark = 0;
  provider.attach();
  return {
    provider,
    socket,
    ydoc,
    /** Resolves at the first complete sync. */
    synced,
    /** Resolves with the server's reason when it refuses the document. */
    refused,
    /** Resolves with the code of the first close. */
    closed,
    events,
    /** The text of the session's one file, once synced. */
    text(): Y.Text {
      const [file] = listFiles(ydoc);
      if (!file) throw new Error("The document has no file yet.");
      return file.text;
    },
    /** Resolves when nothing typed here waits for the server's acknowledgement. */
    sent: () => until(() => provider.isSynced && !provider.hasUnsyncedChanges),
    /**
     * Resolves when the server has called everything typed here durable. After a reconnect it is asked again, as the
     * page does.
     */
    async durable() {
      await this.sent();
      const n = ++lastMark;
      const mark = () => provider.sendStateless(JSON.stringify({ type: "mark", n }));
      provider.on("synced", mark);
      mark();
      await until(() => events.some((event) => event.type === "durable" && event.n >= n)).finally(() =>
        provider.off("synced", mark),
      );
    },
    [Symbol.dispose]() {
      provider.destroy();
      socket.destroy();
      ydoc.destroy();
    },
  };
}
