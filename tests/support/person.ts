import { randomUUID } from "node:crypto";
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import * as Y from "yjs";
import { filesOf, findFile, type ServerEvent } from "../../collab/protocol.ts";
import type { Database } from "../../db/client.ts";
import { createSession, type SessionSettings } from "../../db/sessions.ts";
import { createSignIn } from "../../db/sign-ins.ts";
import { createGuest, type User } from "../../db/users.ts";
import { AUTH_SECRET } from "./stack.ts";
import { until } from "./until.ts";

export type Person = { user: User; cookie: string };

/** A guest with a sign-in: the user and the `Cookie` header of her browser. */
export async function signUpGuest({ db }: { db: Database }, name: string): Promise<Person> {
  const user = await createGuest(db, name);
  return { user, cookie: `tandem=${await createSignIn(db, AUTH_SECRET, user.id)}` };
}

/** A session with one file, `main.ts`; anybody with the link may edit it unless told. Returns its id. */
export async function newSession(
  { db }: { db: Database },
  owner: User,
  { content = "", ...settings }: Partial<SessionSettings> & { content?: string } = {},
): Promise<string> {
  const all: SessionSettings = { title: "A session", language: "typescript", visibility: "link", linkRole: "editor", ...settings };
  const { id } = await createSession(db, owner, all, { path: "main.ts", language: "typescript", content });
  return id;
}

export type Connected = Disposable & {
  provider: HocuspocusProvider;
  ydoc: Y.Doc;
  /** The text of the session's one file, once synced. */
  text: () => Y.Text;
  synced: () => Promise<void>;
  /** Nothing typed here waits for the server's acknowledgement. */
  sent: () => Promise<void>;
  events: ServerEvent[];
  /** Why the server refused the document. */
  refused: () => Promise<string>;
  /** The code with which the server closed the socket. */
  closed: () => Promise<number>;
};

/** Opens a session as a browser does. `origin` is where the socket goes, `page` what the browser says it comes from. */
export function connect({
  origin,
  page,
  cookie,
  sessionId,
  token = "",
}: {
  origin: string;
  page: string;
  cookie?: string;
  sessionId: string;
  token?: string;
}): Connected {
  const headers = { origin: page, ...(cookie !== undefined && { cookie }) };
  class WebSocketWithHeaders extends WebSocket {
    constructor(url: string | URL) {
      // Node's own option, which the type of browsers does not have.
      super(url, { headers } as unknown as string[]);
    }
  }
  const websocketProvider = new HocuspocusProviderWebsocket({
    url: `${origin.replace(/^http/, "ws")}/collab?session=${sessionId}`,
    WebSocketPolyfill: WebSocketWithHeaders,
    delay: 50,
    minDelay: 50,
    maxDelay: 200,
  });
  const ydoc = new Y.Doc();
  const events: ServerEvent[] = [];
  let reason: string | undefined;
  let closeCode: number | undefined;
  const provider = new HocuspocusProvider({
    websocketProvider,
    name: sessionId,
    document: ydoc,
    token,
    onStateless: ({ payload }) => events.push(JSON.parse(payload) as ServerEvent),
    onAuthenticationFailed: (refusal) => (reason = refusal.reason),
    onClose: ({ event }) => (closeCode ??= event.code),
  });
  provider.attach();
  return {
    provider,
    ydoc,
    text() {
      const [id = ""] = filesOf(ydoc).keys();
      const file = findFile(ydoc, id);
      if (!file) throw new Error("The document has no file yet.");
      return file.text;
    },
    synced: async () => void (await until(() => provider.isSynced && filesOf(ydoc).size > 0)),
    sent: async () => void (await until(() => provider.isSynced && !provider.hasUnsyncedChanges)),
    events,
    refused: () => until(() => reason),
    closed: () => until(() => closeCode),
    [Symbol.dispose]() {
      provider.destroy();
      websocketProvider.destroy();
      ydoc.destroy();
    },
  };
}

export const newId = () => randomUUID();
