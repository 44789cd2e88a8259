/** Writes down who is connected to this node, for the lists that the web process shows. */
import type { Extension, Hocuspocus } from "@hocuspocus/server";
import type { Database } from "../db/client.ts";
import type { Log } from "../db/log.ts";
import { replacePresence } from "../db/presence.ts";
import type { ConnectionContext } from "./authenticate.ts";

const RENEW_MS = 10_000;
/** People who arrive together are written together. */
const GATHER_MS = 200;

export class WhoIsHere implements Extension<ConnectionContext> {
  extensionName = "who-is-here";
  private readonly options: { db: Database; nodeId: string; log: Log; onChanged: (sessionIds: Set<string>) => void };
  private readonly renewal = setInterval(() => this.write(), RENEW_MS).unref();
  private pending: NodeJS.Timeout | undefined;
  private readonly changed = new Set<string>();
  private hocuspocus: Hocuspocus | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(options: WhoIsHere["options"]) {
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
    this.pending ??= setTimeout(() => {
      this.pending = undefined;
      this.write();
    }, GATHER_MS);
  }

  private write() {
    this.writing = this.writing.then(async () => {
      const { db, nodeId, log, onChanged } = this.options;
      const sessionIds = new Set(this.changed);
      this.changed.clear();
      const present = [...(this.hocuspocus?.documents.values() ?? [])].flatMap((document) =>
        document.getConnections().map(({ context }) => ({
          sessionId: document.name,
          userId: (context as ConnectionContext).user.id,
        })),
      );
      try {
        await replacePresence(db, nodeId, present);
        onChanged(sessionIds);
      } catch (err) {
        log.warn({ err }, "presence not written");
        sessionIds.forEach((id) => this.changed.add(id));
      }
    });
  }

  /** Stops renewing and takes this node's people off the list. */
  async stop() {
    clearInterval(this.renewal);
    clearTimeout(this.pending);
    await this.writing;
    await replacePresence(this.options.db, this.options.nodeId, []).catch(() => {});
  }
}
