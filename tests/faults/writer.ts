/**
 * Somebody who writes in a page: whole lines, inserted and deleted, with the page's own knowledge of what is saved.
 * Killed, they lose their document and everything that was on its way; reconnecting, they come to any node that lives.
 */
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { SaveTracker } from "../../app/routes/sessions.$sessionId/connection/save-tracker.client.ts";
import { listFiles } from "../../protocol/layout.ts";
import { serverEventSchema } from "../../protocol/events.ts";
import type { randomFrom } from "../support/random.ts";
import { type Edit, linesOf, type Model } from "./model.ts";

const RETRY_MS = 200;
const MAX_LINES = 150;

export type WriterWish = {
  /** Unique in the run: their lines begin with it. */
  name: string;
  sessionId: string;
  cookie: string;
  page: string;
  model: Model;
  random: ReturnType<typeof randomFrom>;
  /** The origin of the node that a load balancer would choose now. */
  chooseNode: () => string;
};

export class Writer {
  readonly name: string;
  marksAnswered = 0;
  private readonly wish: WriterWish;
  private readonly ydoc = new Y.Doc();
  private readonly edits: Edit[] = [];
  private savedEdits = 0;
  /** The last mark, and how many edits it covers. */
  private marked: { n: number; edits: number } | undefined;
  private lastRemoteLine: string | undefined;
  private readonly saving: SaveTracker;
  private readonly socket: HocuspocusProviderWebsocket;
  private readonly provider: HocuspocusProvider;
  private current: WebSocket | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(wish: WriterWish) {
    this.wish = wish;
    this.name = wish.name;
    this.saving = new SaveTracker({
      sendMark: (n) => this.mark(n),
      resend: () => this.provider.forceSync(),
      reconnect: () => this.current?.terminate(),
      onChange: () => {},
      onReturned: () => {},
      onAnswered: () => {},
    });
    this.socket = new HocuspocusProviderWebsocket({
      url: "ws://chosen-at-each-attempt",
      WebSocketPolyfill: this.openSocket(),
      minDelay: 50,
      maxDelay: 200,
      delay: 50,
    });
    this.provider = new HocuspocusProvider({
      websocketProvider: this.socket,
      name: wish.sessionId,
      document: this.ydoc,
      token: "",
      onSynced: () => {
        this.marked = undefined;
        this.saving.opened();
      },
      onClose: () => {
        this.marked = undefined;
        this.saving.closed();
      },
      // As the page does: the provider itself never asks twice.
      onAuthenticationFailed: () => {
        this.retryTimer = setTimeout(() => {
          this.provider.detach();
          this.provider.attach();
        }, RETRY_MS);
      },
      onStateless: ({ payload }) => this.receive(payload),
    });
    this.ydoc.on("update", (_update: Uint8Array, _origin: unknown, _ydoc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.saving.edited();
    });
    this.provider.attach();
    void this.write();
  }

  get isSaved() {
    return this.provider.isSynced && !this.saving.isUnsaved;
  }

  get text() {
    return listFiles(this.ydoc)[0]?.text.toString();
  }

  /** Leaves nothing of them behind but what the servers have. */
  kill() {
    this.rest();
    clearTimeout(this.retryTimer);
    this.saving.dispose();
    this.current?.terminate();
    this.provider.destroy();
    this.socket.destroy();
    this.ydoc.destroy();
  }

  /** Writes no more, and stays. */
  rest() {
    this.isOver = true;
  }

  /** For the log of a failed run: what became of a line, if it is one of theirs. */
  recount(token: string) {
    return this.edits.flatMap((edit, at) =>
      edit.token === token ? `${this.name}: ${edit.kind} ${at < this.savedEdits ? "saved" : "unsaved"}` : [],
    );
  }

  private openSocket() {
    const { wish } = this;
    const opened = (socket: WebSocket) => (this.current = socket);
    return class extends WebSocket {
      constructor() {
        const url = `${wish.chooseNode().replace(/^http/, "ws")}/collab?session=${wish.sessionId}`;
        super(url, { headers: { cookie: wish.cookie, origin: wish.page } });
        // One that is given up while it is still being opened says so after everybody has stopped to listen.
        this.on("error", () => {});
        opened(this);
      }
    };
  }

  private mark(n: number) {
    // The same mark again covers no more than the first time.
    if (this.marked?.n !== n) this.marked = { n, edits: this.edits.length };
    this.provider.sendStateless(JSON.stringify({ type: "mark", n }));
  }

  private receive(payload: string) {
    const event = serverEventSchema.safeParse(JSON.parse(payload)).data;
    if (event?.type === "refused") this.saving.wasRefused(event.reason);
    else if (event?.type === "storage") this.saving.storageIs(event.state);
    if (event?.type !== "durable") return;
    const { marked } = this;
    this.saving.durable(event.n);
    if (!marked || event.n < marked.n) return;
    this.marked = undefined;
    this.marksAnswered++;
    for (; this.savedEdits < marked.edits; this.savedEdits++)
      this.wish.model.saved(this.edits[this.savedEdits] as Edit);
  }

  private async write() {
    const { below, random } = this.wish.random;
    let watched: Y.Text | undefined;
    while (!this.isOver) {
      await sleep(random() < 0.7 ? 5 + below(80) : 100 + below(500));
      const text = listFiles(this.ydoc)[0]?.text;
      if (!text) continue;
      if (text !== watched) this.watch((watched = text));
      // What deletes alone leaves no trace in a state vector.
      const share = random() < 0.3 ? 1 : linesOf(text.toString()).length / MAX_LINES;
      for (let i = below(4); i >= 0 && !this.isOver; i--) this.edit(text, share);
    }
  }

  private watch(text: Y.Text) {
    text.observe((event, { local }) => {
      if (local) return;
      for (const { insert } of event.delta)
        if (typeof insert === "string") this.lastRemoteLine = linesOf(insert).at(-1) ?? this.lastRemoteLine;
    });
  }

  /** Deletes a line with the probability `deletes`, and inserts one otherwise. */
  private edit(text: Y.Text, deletes: number) {
    const { below, random } = this.wish.random;
    const lines = linesOf(text.toString());
    const at =
      random() < 0.5 && this.lastRemoteLine !== undefined
        ? lines.indexOf(this.lastRemoteLine)
        : below(lines.length + 1) - 1;
    const startOf = (line: number) => lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0);
    const doomed = lines[at];
    if (doomed !== undefined && random() < deletes) {
      this.does({ kind: "delete", token: doomed });
      text.delete(startOf(at), doomed.length + 1);
    } else {
      const token = `${this.name}-${this.edits.length}`;
      this.does({ kind: "insert", token });
      // Behind a line that somebody else may not have saved yet.
      text.insert(startOf(at + 1), `${token}\n`);
    }
  }

  private does(edit: Edit) {
    this.edits.push(edit);
    this.wish.model.did(edit);
  }
}
