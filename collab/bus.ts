/**
 * What the web process has changed, brought to the people it concerns. Postgres is the truth and the bus: a
 * notification carries ids; the row is read here, and sent to this node's own connections.
 *
 * safety: access that has ended in Postgres ends on every open connection, and no row is sent to anybody who may not
 * read it. Nothing depends on a notification arriving: after a gap all access is looked up again, and pages are told to
 * refetch. What concerns one session happens in the order in which it was announced, so that an older answer about
 * access never comes after a newer one.
 * liveness: a look-up that fails is tried again, a listening connection that is lost is replaced (`Listener`), and all
 * access is looked up once a minute even without a notification.
 */
import type { Connection, Document, Extension, Hocuspocus } from "@hocuspocus/server";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { findFinding } from "../db/findings.ts";
import { findMessage } from "../db/messages.ts";
import { findReview } from "../db/reviews.ts";
import { findRun, findRunBatch } from "../db/runs.ts";
import { findSession, toSession } from "../db/sessions.ts";
import type { Log } from "../observe/log.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { parseEvent } from "../protocol/events.ts";
import { broadcast, closeSocket, contextOf } from "./connection.ts";
import type { ConnectionsOfUsers } from "./door/connections-of-users.ts";
import { Listener } from "./listener.ts";
import { recheckNames, recheckRoles, recheckSignIns } from "./recheck-access.ts";
import { SessionQueue } from "./session-queue.ts";

const RECHECK_MS = 60_000;
/** How long the time of a change is remembered: authenticating and loading take less, or look again. */
const CHANGES_KEPT_MS = 30_000;
/** Those who come or go together are announced together. */
const GATHER_MS = 100;
/** The queue for changes that belong to no particular session. */
const NO_SESSION = "";

const notificationSchema = z.object({
  table: z.string(),
  op: z.string(),
  sessionId: z.string().optional(),
  userId: z.string().optional(),
  id: z.string().optional(),
  n: z.number().optional(),
});
type Notification = z.infer<typeof notificationSchema>;

export type BusOptions = {
  /** A direct, unpooled connection string, for LISTEN. */
  connectionString: string;
  db: Database;
  users: ConnectionsOfUsers;
  log: Log;
};

/** The last extension in the list: whoever connects is checked once more when everything else has been done. */
export class Bus implements Extension {
  extensionName = "bus";
  private readonly options: BusOptions;
  private readonly listener: Listener;
  private readonly queue: SessionQueue;
  private readonly timers: NodeJS.Timeout[] = [];
  /** When something of a session or a user last changed, by id. */
  private readonly changedAt = new Map<string, number>();
  private readonly peopleTimers = new Map<string, NodeJS.Timeout>();
  private documents: Hocuspocus["documents"] = new Map();

  constructor(options: BusOptions) {
    this.options = options;
    this.queue = new SessionQueue(options.log);
    this.listener = new Listener({
      ...options,
      onNotification: (payload) => this.receive(payload),
      onGap: () => this.catchUp(),
    });
  }

  async onConfigure({ instance }: { instance: Hocuspocus }) {
    this.documents = instance.documents;
  }

  async connected({ connection }: { connection: Connection }) {
    await this.recheck(connection);
  }

  /** Starts listening and keeps at it; resolves once the first try has succeeded or failed. */
  async start(): Promise<void> {
    this.timers.push(
      setInterval(() => void this.recheckAll(), RECHECK_MS),
      setInterval(() => this.forgetOldChanges(), CHANGES_KEPT_MS),
    );
    await this.listener.start();
  }

  async stop(): Promise<void> {
    this.timers.forEach(clearInterval);
    this.queue.stop();
    await this.listener.stop();
  }

  /** Why notifications do not arrive, for whoever runs this node; undefined where they do. */
  get problem(): string | undefined {
    return this.listener.problem;
  }

  /** Tells everybody in a document to ask again who takes part in it: once for all the changes of a moment. */
  announcePeople({ name }: Pick<Document, "name">): void {
    if (this.peopleTimers.has(name)) return;
    const timer = setTimeout(() => {
      this.peopleTimers.delete(name);
      void this.queue.add(name, async () => {
        const document = this.documents.get(name);
        if (!document) return;
        await recheckNames(this.options, document);
        broadcast(document, { type: "participants-changed" });
      });
    }, GATHER_MS);
    this.peopleTimers.set(name, timer.unref());
  }

  /**
   * Checks a connection whose access may have ended while its document was being loaded: where something has changed,
   * or where a notification may have been missed.
   */
  private async recheck(connection: Connection): Promise<void> {
    const { user, checkedAt } = contextOf(connection);
    const { document } = connection;
    const isUnchanged = (id: string) => (this.changedAt.get(id) ?? -Infinity) < checkedAt;
    const hasHeardAll = this.listener.listeningSince < checkedAt && performance.now() - checkedAt < CHANGES_KEPT_MS;
    if (hasHeardAll && isUnchanged(user.id) && isUnchanged(document.name)) return;
    await this.queue.add(document.name, async () => {
      await recheckSignIns(this.options, user.id);
      await recheckRoles(this.options, document, user.id);
      await recheckNames(this.options, document);
    });
  }

  private receive(payload: string) {
    const notification = parseEvent(notificationSchema, payload);
    if (!notification) return this.options.log.error({ payload }, "notification not understood");
    const now = performance.now();
    const { sessionId, userId } = notification;
    for (const id of [sessionId, userId]) if (id) this.changedAt.set(id, now);
    void this.queue.add(sessionId ?? NO_SESSION, () => this.handle(notification));
  }

  private async handle({ table, op, sessionId, userId, id, n }: Notification) {
    if (table === "sign_ins") return recheckSignIns(this.options, userId);
    if (table === "users") return this.userRenamed(id);
    const document = sessionId && this.documents.get(sessionId);
    if (!document) return;
    if (table === "code_sessions") return this.sessionChanged(document);
    if (table === "participants" || table === "invites") return this.peopleChanged(document, userId);
    if (!id) return;
    if (table === "chat_messages") return this.announceMessage(document, id, op === "insert");
    if (table === "reviews") return this.announceReview(document, id);
    if (table === "runs") return this.announceRun(document, id);
    if (table === "run_outputs" && n !== undefined) return this.announceOutput(document, id, n);
    if (table === "findings")
      return this.announceFinding(document, id, op === "insert" ? "finding-added" : "finding-changed");
  }

  private async announceMessage(document: Document, id: string, isNew: boolean) {
    const message = await findMessage(this.options.db, id);
    if (message) broadcast(document, { type: isNew ? "message-added" : "message-changed", message });
    else if (!isNew) broadcast(document, { type: "message-deleted", messageId: id });
  }

  private async announceReview(document: Document, id: string) {
    const review = await findReview(this.options.db, document.name, id);
    if (review) broadcast(document, { type: "review-changed", review });
  }

  private async announceRun(document: Document, id: string) {
    const run = await findRun(this.options.db, document.name, id);
    if (run) broadcast(document, { type: "run-changed", run });
  }

  /** Nothing once the run has ended: the change of the run, which is announced next, makes pages ask for all of it. */
  private async announceOutput(document: Document, runId: string, n: number) {
    const pieces = await findRunBatch(this.options.db, runId, n);
    if (pieces) broadcast(document, { type: "run-output", runId, n, pieces });
  }

  private async announceFinding(document: Document, id: string, type: "finding-added" | "finding-changed") {
    const finding = await findFinding(this.options.db, document.name, id);
    if (finding) broadcast(document, { type, reviewId: finding.reviewId, finding });
  }

  private async peopleChanged(document: Document, userId: string | undefined) {
    await recheckRoles(this.options, document, userId);
    this.announcePeople(document);
  }

  private userRenamed(userId: string | undefined) {
    for (const { document } of userId ? this.options.users.of(userId) : []) this.announcePeople(document);
  }

  private async sessionChanged(document: Document) {
    const session = await findSession(this.options.db, document.name);
    if (!session) {
      for (const connection of document.getConnections())
        closeSocket(connection, CLOSE.sessionDeleted.code, "session deleted");
      return;
    }
    await recheckRoles(this.options, document);
    const { role: _, ...shown } = toSession(session, "viewer");
    broadcast(document, { type: "session-changed", session: shown });
  }

  private async catchUp() {
    await this.recheckAll();
    for (const document of this.documents.values()) broadcast(document, { type: "refetch" });
  }

  private async recheckAll() {
    await this.queue.add(NO_SESSION, () => recheckSignIns(this.options));
    for (const name of [...this.documents.keys()]) {
      await this.queue.add(name, async () => {
        const document = this.documents.get(name);
        if (document) await recheckRoles(this.options, document);
      });
    }
  }

  private forgetOldChanges() {
    const horizon = performance.now() - CHANGES_KEPT_MS;
    for (const [id, at] of this.changedAt) if (at < horizon) this.changedAt.delete(id);
  }
}
