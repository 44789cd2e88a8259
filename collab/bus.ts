/**
 * What the web process changed, told to the people it concerns. Postgres is the truth and the bus: a notification
 * carries ids, the row is read here and sent to this node's own connections. After a gap in the LISTEN connection
 * every connection's access is checked again and pages are told to refetch: nothing depends on a notification arriving.
 */
import type { Connection, Document, Hocuspocus } from "@hocuspocus/server";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import type { Log } from "../observe/log.ts";
import { findFinding } from "../db/findings.ts";
import { findMessage } from "../db/messages.ts";
import { rolesIn } from "../db/participants.ts";
import { findReview } from "../db/reviews.ts";
import { findSession, toSession } from "../db/sessions.ts";
import { listShownNames } from "../db/shown-name.ts";
import { listLiveSignIns } from "../db/sign-ins.ts";
import type { ConnectionContext } from "./door/authenticate.ts";
import type { ConnectionsOfUsers } from "./door/connections-of-users.ts";
import { presenceUser } from "./document/awareness-rules.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { parseEvent, type ServerEvent } from "../protocol/events.ts";
import { hearsOwnWord } from "./round-trip.ts";
import { broadcast, send } from "./send.ts";

const RECHECK_MS = 60_000;
const RECONNECT_MS = 500;
/** Between looks whether a pooler that swallows all news is still there. */
const DEAF_RETRY_MS = 3_000;
export const DEAF =
  "Nothing that DATABASE_URL announces is heard by LISTEN: a pooler in transaction mode, such as PgBouncer, is in between, or the two URLs lead to different databases. Set DIRECT_DATABASE_URL to Postgres itself, past the pooler.";
/** A LISTEN connection that died without a reset is noticed by a query that does not return. */
const PROBE_MS = 5_000;
/** A look-up that failed is tried again after so long: access that has ended must not outlive a time-out. */
const RETRY_MS = [100, 500, 2_000, 5_000];
/** A minute and a half; by then everybody's access is looked up anyway. */
const MAX_RETRIES = 20;
/** Who changed is remembered for so long: authenticating and loading are over by then, or look again. */
const NEWS_MS = 30_000;
/** Those who come or go together are told together. */
const GATHER_MS = 100;

const notificationSchema = z.object({
  table: z.string(),
  op: z.string(),
  sessionId: z.string().optional(),
  userId: z.string().optional(),
  id: z.string().optional(),
});

export type BusOptions = {
  /** A direct, unpooled connection string: LISTEN does not survive a transaction pooler. */
  connectionString: string;
  db: Database;
  hocuspocus: Hocuspocus;
  users: ConnectionsOfUsers;
  log: Log;
};

export class Bus {
  private readonly options: BusOptions;
  private client: pg.Client | undefined;
  private stopped = false;
  /** Something may have been said while nobody listened. */
  private mayHaveMissed = false;
  private isDeaf = false;
  private hasHeard = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private listeningSince = Infinity;
  /** When there last was news of a session or a user, by id. */
  private readonly newsAt = new Map<string, number>();
  private readonly peopleTimers = new Map<string, NodeJS.Timeout>();
  private readonly turns = new Map<string, Promise<void>>();

  constructor(options: BusOptions) {
    this.options = options;
  }

  /** Starts listening and keeps at it; resolves once the first LISTEN stands. */
  async start(): Promise<void> {
    this.timers.push(setInterval(() => void this.recheckAll(), RECHECK_MS));
    this.timers.push(setInterval(() => void this.probe(), PROBE_MS));
    this.timers.push(setInterval(() => this.forgetOldNews(), NEWS_MS));
    await this.listen();
  }

  /**
   * Why news do not arrive, for whoever runs this node; undefined once they do, and while a lost connection is
   * replaced.
   */
  get problem(): string | undefined {
    if (this.isDeaf) return DEAF;
    return this.hasHeard ? undefined : "LISTEN does not stand yet";
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timers.forEach(clearInterval);
    await this.client?.end().catch(() => {});
  }

  private async listen(): Promise<void> {
    if (this.stopped) return;
    const { connectionString, log } = this.options;
    const client = new pg.Client({
      connectionString,
      connectionTimeoutMillis: 5_000,
      query_timeout: PROBE_MS - 500,
      application_name: "tandem bus",
    });
    let lost = false;
    const onLost = (error?: Error, retryMs = RECONNECT_MS) => {
      if (lost) return;
      lost = true;
      if (this.client === client) this.client = undefined;
      this.listeningSince = Infinity;
      this.mayHaveMissed = true;
      client.end().catch(() => {});
      if (this.stopped) return;
      if (!this.isDeaf) log.warn({ err: error }, "bus lost, listening again");
      setTimeout(() => void this.listen(), retryMs).unref();
    };
    client.on("error", (error) => onLost(error));
    client.on("end", () => onLost());
    client.on("notification", ({ channel, payload }) => channel === "tandem" && this.inTurn(payload ?? ""));
    try {
      await client.connect();
      await client.query("listen tandem");
      const since = performance.now();
      if (!(await hearsOwnWord(client, this.options.db))) {
        if (!this.isDeaf && !this.stopped) log.error(DEAF);
        this.isDeaf = true;
        return onLost(undefined, DEAF_RETRY_MS);
      }
      this.isDeaf = false;
      this.hasHeard = true;
      this.client = client;
      this.listeningSince = since;
      if (this.mayHaveMissed) await this.catchUp();
      this.mayHaveMissed = false;
    } catch (error) {
      onLost(error instanceof Error ? error : undefined);
    }
  }

  private async probe() {
    const { client } = this;
    if (!client) return;
    await client.query("select 1").catch((error: unknown) => client.emit("error", error));
  }

  private async catchUp() {
    await this.recheckAll();
    for (const document of this.options.hocuspocus.documents.values()) broadcast(document, { type: "refetch" });
  }

  /**
   * Checks a connection whose access may have ended while its document was being loaded: where there was news, or might
   * have been.
   */
  async recheck(connection: Connection): Promise<void> {
    const { user, checkedAt } = connection.context as ConnectionContext;
    const wasQuiet = (id: string) => (this.newsAt.get(id) ?? -Infinity) < checkedAt;
    const heardAll = this.listeningSince < checkedAt && performance.now() - checkedAt < NEWS_MS;
    if (heardAll && wasQuiet(user.id) && wasQuiet(connection.document.name)) return;
    await this.enqueue(connection.document.name, async () => {
      await this.recheckSignIns(user.id);
      await this.recheckDocument(connection.document, user.id);
      await this.recheckNames(connection.document);
    });
  }

  /** What happened in one session is told in the order in which it happened. */
  private inTurn(payload: string) {
    const note = parseEvent(notificationSchema, payload);
    if (!note) return this.options.log.error({ payload }, "notification not understood");
    const now = performance.now();
    for (const id of [note.sessionId, note.userId]) if (id) this.newsAt.set(id, now);
    void this.enqueue(note.sessionId ?? "", () => this.handle(note));
  }

  /**
   * Does `work` for a session after all that was asked for before: an older answer about access must not come after a
   * newer one. Resolves when it is done.
   */
  private enqueue(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(() => this.untilDone(work));
    this.turns.set(key, turn);
    void turn.then(() => this.turns.get(key) === turn && this.turns.delete(key));
    return turn;
  }

  private async untilDone(work: () => Promise<void>) {
    for (let attempt = 0; !this.stopped; attempt++) {
      try {
        return await work();
      } catch (err) {
        // What fails for so long fails for good, and must not keep back what comes after it.
        if (attempt >= MAX_RETRIES) return this.options.log.error({ err }, "news not acted upon");
        this.options.log.warn({ err, attempt }, "news not acted upon, trying again");
        await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)], undefined, { ref: false });
      }
    }
  }

  private async handle(note: z.infer<typeof notificationSchema>) {
    if (note.table === "sign_ins") return await this.recheckSignIns(note.userId);
    if (note.table === "users") return this.userRenamed(note.id);
    const document = note.sessionId && this.options.hocuspocus.documents.get(note.sessionId);
    if (!document) return;
    if (note.table === "chat_messages" && note.id) await this.announceMessage(document, note.id);
    if (note.table === "participants" || note.table === "invites") await this.peopleChanged(document, note.userId);
    if (note.table === "reviews" && note.id) await this.announceReview(document, note.id);
    if (note.table === "findings" && note.id)
      await this.announceFinding(document, note.id, note.op === "insert" ? "finding-added" : "finding-changed");
    if (note.table === "code_sessions") await this.sessionChanged(document);
  }

  private async announceMessage(document: Document, id: string) {
    const message = await findMessage(this.options.db, id);
    if (message) broadcast(document, { type: "message-added", message });
  }

  private async announceReview(document: Document, id: string) {
    const review = await findReview(this.options.db, document.name, id);
    if (review) broadcast(document, { type: "review-changed", review });
  }

  private async announceFinding(document: Document, id: string, type: "finding-added" | "finding-changed") {
    const finding = await findFinding(this.options.db, document.name, id);
    if (finding) broadcast(document, { type, reviewId: finding.reviewId, finding });
  }

  private async peopleChanged(document: Document, userId: string | undefined) {
    await this.recheckDocument(document, userId);
    this.announcePeople(document);
  }

  /** Tells everybody in a document to ask again who takes part in it: once for all the changes of a moment. */
  announcePeople({ name }: Document): void {
    if (this.peopleTimers.has(name)) return;
    const timer = setTimeout(() => {
      this.peopleTimers.delete(name);
      void this.enqueue(name, async () => {
        const document = this.options.hocuspocus.documents.get(name);
        if (!document) return;
        await this.recheckNames(document);
        broadcast(document, { type: "participants-changed" });
      });
    }, GATHER_MS);
    this.peopleTimers.set(name, timer.unref());
  }

  private userRenamed(userId: string | undefined) {
    for (const { document } of userId ? this.options.users.of(userId) : []) this.announcePeople(document);
  }

  /**
   * What people are called follows from who else is called so: somebody who comes, or takes another name, may change
   * it.
   */
  private async recheckNames(document: Document) {
    const connections = document.getConnections();
    const userIds = new Set(connections.map(({ context }) => (context as ConnectionContext).user.id));
    if (userIds.size === 0) return;
    const names = await listShownNames(this.options.db, document.name, [...userIds]);
    for (const connection of connections) {
      const context = connection.context as ConnectionContext;
      const name = names.get(context.user.id);
      if (name === undefined || name === context.user.name) continue;
      context.user = { ...context.user, name };
      refreshPresence(document, connection);
    }
  }

  private forgetOldNews() {
    const horizon = performance.now() - NEWS_MS;
    for (const [id, at] of this.newsAt) if (at < horizon) this.newsAt.delete(id);
  }

  private async sessionChanged(document: Document) {
    const session = await findSession(this.options.db, document.name);
    if (!session) {
      for (const connection of document.getConnections())
        closeSocket(connection, CLOSE.sessionDeleted.code, "session deleted");
      return;
    }
    await this.recheckDocument(document);
    const { role: _, ...shown } = toSession(session, "viewer");
    broadcast(document, { type: "session-changed", session: shown });
  }

  /** Looks up again what everybody (or one user) in a document may do, and acts on what changed. */
  private async recheckDocument(document: Document, onlyUserId?: string) {
    const connections = (onlyUserId ? this.options.users.of(onlyUserId) : document.getConnections()).filter(
      (connection) => connection.document === document,
    );
    if (connections.length === 0) return;
    const userOf = ({ context }: Connection) => (context as ConnectionContext).user.id;
    const roles = await rolesIn(this.options.db, document.name, [...new Set(connections.map(userOf))]);
    for (const connection of connections) {
      const context = connection.context as ConnectionContext;
      const role = roles?.get(context.user.id);
      // Also when some other news of a deleted session comes first.
      if (!roles) closeSocket(connection, CLOSE.sessionDeleted.code, "session deleted");
      else if (!role) closeSocket(connection, CLOSE.accessEnded.code, "access ended");
      else if (role !== context.role) {
        context.role = role;
        refreshPresence(document, connection);
        // After the presence, which leaves at the end of this turn: what the page says of itself once it hears of its
        // role would count as older than what is said for it here, and be passed over.
        setImmediate(send, connection, { type: "role-changed", role } satisfies ServerEvent);
      }
    }
  }

  private async recheckSignIns(userId?: string) {
    const connections = userId ? this.options.users.of(userId) : this.options.users.all();
    const live = await listLiveSignIns(
      this.options.db,
      connections.map(({ context }) => (context as ConnectionContext).signIn),
    );
    for (const connection of connections) {
      const { signIn } = connection.context as ConnectionContext;
      if (!live.has(signIn.toString("hex"))) closeSocket(connection, CLOSE.signedOut.code, "signed out");
    }
  }

  private async recheckAll() {
    await this.enqueue("", () => this.recheckSignIns());
    for (const { name } of [...this.options.hocuspocus.documents.values()]) {
      await this.enqueue(name, async () => {
        const document = this.options.hocuspocus.documents.get(name);
        if (document) await this.recheckDocument(document);
      });
    }
  }
}

/** Closes the socket itself: Hocuspocus' own `connection.close()` leaves the page sending into the void. */
export function closeSocket(connection: Connection, code: number, reason: string) {
  (connection.context as ConnectionContext).isOver = true;
  connection.webSocket.close(code, reason);
}

/** Others see a changed role at once, not with the next caret. */
function refreshPresence(document: Document, connection: Connection) {
  const { awareness } = document;
  for (const clientId of document.getClients(connection) as Set<number>) {
    const state = awareness.getStates().get(clientId);
    const meta = awareness.meta.get(clientId);
    if (!state || !meta) continue;
    awareness.states.set(clientId, { ...state, user: presenceUser(connection.context as ConnectionContext) });
    // Pages take a state only with a later clock than the one they know; theirs moves on with it.
    awareness.meta.set(clientId, { clock: meta.clock + 1, lastUpdated: Date.now() });
    awareness.emit("update", [{ added: [], updated: [clientId], removed: [] }, "role"]);
  }
}
