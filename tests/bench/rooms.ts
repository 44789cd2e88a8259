/** People in one document, who type at the end of its one file and notice what the others type. */
import * as Y from "yjs";
import type { PresenceUser } from "../../protocol/events.ts";
import { listFiles } from "../../protocol/layout.ts";
import type { Connection } from "../support/connection.ts";
import { insertion, type LightClient, watchTyped } from "./light-client.ts";
import { headBytes } from "./light-socket.ts";

/** Somebody in a document. */
export type Member = Disposable & {
  type: () => void;
  /** Says where their caret is, as a page does: one message. */
  publishCaret: () => void;
  /** How many bytes have come down the wire to them, the heads of frames included. */
  bytes: () => number;
};

type OnSeen = (ms: number, seat: number) => void;
/** Who a page says its person is, where the server does not write that. */
export type UserOf = (seat: number) => PresenceUser;

/** `onSeen` is told how old each keystroke is when another person has it, and who. */
export function watchRoom(pages: Connection[], onSeen: OnSeen, userOf?: UserOf): Member[] {
  const keys = new Keys(onSeen);
  return pages.map((page, seat) => pageMember(page, seat, keys, userOf));
}

/** The same where the first person alone is a real page. The light ones type behind what that one has seen. */
export function watchLightRoom(page: Connection, clients: LightClient[], onSeen: OnSeen, userOf?: UserOf): Member[] {
  const keys = new Keys(onSeen);
  const end = new End(page.text());
  return [
    pageMember(page, 0, keys, userOf),
    ...clients.map((client, i) => lightMember(client, i + 1, { keys, page, end, userOf })),
  ];
}

/** When each client typed what, by Yjs' clock, which counts characters. */
export class Keys {
  private readonly typedAt = new Map<number, number[]>();
  private readonly onSeen: OnSeen;

  constructor(onSeen: OnSeen) {
    this.onSeen = onSeen;
  }

  type(client: number, clock: number) {
    const own = this.typedAt.get(client) ?? [];
    own[clock] = performance.now();
    this.typedAt.set(client, own);
  }

  /** Somebody has what a client typed from one clock up to another one. */
  see(seat: number, client: number, from: number, to: number) {
    const now = performance.now();
    for (let clock = from; clock < to; clock++) {
      const at = this.typedAt.get(client)?.[clock];
      if (at !== undefined) this.onSeen(now - at, seat);
    }
  }
}

function pageMember(page: Connection, seat: number, keys: Keys, userOf: UserOf | undefined): Member {
  const { ydoc } = page;
  const text = page.text();
  let bytes = 0;
  page.socket.on("message", ({ data }: { data: ArrayBuffer }) => {
    bytes += headBytes(data.byteLength) + data.byteLength;
  });
  ydoc.on("afterTransaction", ({ local, beforeState, afterState }) => {
    if (local) return;
    for (const [client, end] of afterState) keys.see(seat, client, beforeState.get(client) ?? 0, end);
  });
  return {
    type() {
      keys.type(ydoc.clientID, Y.getState(ydoc.store, ydoc.clientID));
      text.insert(text.length, "x");
    },
    publishCaret() {
      const last = Y.createRelativePositionFromTypeIndex(text, text.length, -1);
      page.provider.awareness?.setLocalState({ user: userOf?.(seat), ...caretBehind(page, last.item) });
    },
    bytes: () => bytes,
    [Symbol.dispose]: () => page[Symbol.dispose](),
  };
}

function lightMember(
  client: LightClient,
  seat: number,
  { keys, page, end, userOf }: { keys: Keys; page: Connection; end: End; userOf: UserOf | undefined },
): Member {
  const { clientId } = client;
  let clock = 0;
  watchTyped(client, (other, from, to) => keys.see(seat, other, from, to));
  return {
    type() {
      const hasSeenOwn = clock === Y.getState(page.ydoc.store, clientId);
      const behind = hasSeenOwn ? end.id() : Y.createID(clientId, clock - 1);
      keys.type(clientId, clock);
      client.sendUpdate(insertion(Y.createID(clientId, clock++), behind));
    },
    publishCaret: () => client.publish({ user: userOf?.(seat), ...caretBehind(page, Y.createID(clientId, clock - 1)) }),
    bytes: client.bytes,
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}

/** The last character of a text, which is not empty and only grows. */
class End {
  private readonly text: Y.Text;
  private last: Y.ID;

  constructor(text: Y.Text) {
    this.text = text;
    const item = Y.createRelativePositionFromTypeIndex(text, text.length, -1).item;
    if (!item) throw new Error("The text is empty.");
    this.last = item;
  }

  id(): Y.ID {
    const { doc } = this.text;
    if (!doc) throw new Error("The text is in no document.");
    // What the page itself types may come to the server behind what is typed behind it, which Tandem would refuse.
    for (let item: Y.Item | null = Y.getItem(doc.store, this.last); item; item = item.right)
      if (item.id.client !== doc.clientID) this.last = item.lastId;
    return this.last;
  }
}

/** The page's presence with its caret behind a character: each key makes another one of it. */
function caretBehind(page: Connection, item: Y.ID | null) {
  const [file] = listFiles(page.ydoc);
  const head = { type: file?.text._item?.id, item, assoc: -1 };
  return { file: file?.id, selections: [{ anchor: head, head }] };
}
