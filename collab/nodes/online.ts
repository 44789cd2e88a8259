/** Writes down who is connected to this node, for the lists that the web process shows. */
import type { Extension, Hocuspocus } from "@hocuspocus/server";
import type { Database } from "../../db/client.ts";
import type { Log } from "../../observe/log.ts";
import { type Present, renewPresence, replacePresence } from "../../db/presence.ts";
import type { Bus } from "../bus.ts";
import { type ConnectionContext, contextOf } from "../connection.ts";

const RENEW_MS = 10_000;
/** In renewals: once in five minutes. */
const WHOLE_EVERY = 30;
/** People who arrive together are written together. */
const GATHER_MS = 200;

export class Online implements Extension<ConnectionContext> {
  extensionName = "online";
  private readonly options: { db: Database; nodeId: string; log: Log; bus: Bus };
  private readonly renewal = setInterval(() => this.inTurn(() => this.renew()), RENEW_MS).unref();
  private pending: NodeJS.Timeout | undefined;
  private renewals = 0;
  private isStopped = false;
  private readonly changed = new Set<string>();
  private hocuspocus: Hocuspocus | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(options: Online["options"]) {
    this.options = options;
  }

  async connected({ instance, documentName }: { instance: Hocuspocus; documentName: string }) {
    this.change(instance, documentName);
  }

  async onDisconnect({ instance, documentName }: { instance: Hocuspocus; documentName: string }) {
    this.change(instance, documentName);
  }

  private change(instance: Hocuspocus, documentName: string) {
    this.hocuspocus = instance;
    this.changed.add(documentName);
    if (this.isStopped) return;
    this.pending ??= setTimeout(() => {
      this.pending = undefined;
      this.inTurn(() => this.writeChanged());
    }, GATHER_MS);
  }

  private inTurn(write: () => Promise<void>) {
    this.writing = this.writing
      .then(write)
      .catch((err: unknown) => this.options.log.warn({ err }, "presence not written"));
  }

  private async writeChanged() {
    const { db, nodeId, bus } = this.options;
    const sessionIds = new Set(this.changed);
    this.changed.clear();
    try {
      await replacePresence(db, nodeId, this.present([...sessionIds]), [...sessionIds]);
    } catch (error) {
      sessionIds.forEach((id) => this.changed.add(id));
      throw error;
    }
    for (const name of sessionIds) if (this.hocuspocus?.documents.has(name)) bus.announcePeople({ name });
  }

  /**
   * Everything is written anew when the rows do not match the people who are here, and now and then anyway. With nobody
   * here there is nothing to renew: a row that should not be there ends by itself.
   */
  private async renew() {
    if (this.changed.size > 0) await this.writeChanged();
    const { db, nodeId } = this.options;
    const present = this.present();
    const count = new Set(present.map(({ sessionId, userId }) => `${sessionId} ${userId}`)).size;
    const isWhole = this.renewals++ % WHOLE_EVERY === 0;
    if (isWhole || (count > 0 && (await renewPresence(db, nodeId)) !== count))
      await replacePresence(db, nodeId, present);
  }

  private present(sessionIds = [...(this.hocuspocus?.documents.keys() ?? [])]): Present[] {
    return sessionIds.flatMap((sessionId) =>
      (this.hocuspocus?.documents.get(sessionId)?.getConnections() ?? []).map((connection) => ({
        sessionId,
        userId: contextOf(connection).user.id,
      })),
    );
  }

  /** Stops renewing and takes this node's people off the list. */
  async stop() {
    this.isStopped = true;
    clearInterval(this.renewal);
    clearTimeout(this.pending);
    await this.writing;
    await replacePresence(this.options.db, this.options.nodeId, []).catch(() => {});
  }
}
