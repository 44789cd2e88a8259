import type { EventEmitter } from "node:events";
import type { Database } from "../../db/client.ts";
import { touchSessions } from "../../db/document-updates.ts";
import type { Log } from "../../observe/log.ts";
import type { UpdateLogEvents } from "./update-log.ts";

const WRITE_MS = 5_000;

/**
 * Brings the time of each session's last edit up to date, now and then: doing it with every batch would double what is
 * written.
 */
export class LastEdits {
  private readonly options: { db: Database; log: Log; updateLog: EventEmitter<UpdateLogEvents> };
  private readonly edited = new Set<string>();
  private readonly timer = setInterval(() => void this.write(), WRITE_MS).unref();

  constructor(options: LastEdits["options"]) {
    this.options = options;
    options.updateLog.on("committed", ({ sessionBytes }) => {
      for (const sessionId of sessionBytes.keys()) this.edited.add(sessionId);
    });
  }

  /** Writes what is still to be written, and no more after that. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  private async write() {
    const { db, log } = this.options;
    const sessionIds = [...this.edited];
    this.edited.clear();
    if (sessionIds.length > 0)
      await touchSessions(db, sessionIds).catch((err: unknown) => log.warn({ err }, "last edits not noted"));
  }
}
