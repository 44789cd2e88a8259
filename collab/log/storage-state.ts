/** Tells pages that the log waits for Postgres (L7), and disconnects those whose edits it will never store. */
import type { connectedPayload, Extension, Hocuspocus } from "@hocuspocus/server";
import { broadcast, restartConnections, send } from "../connection.ts";
import type { UpdateLog } from "./update-log.ts";

export class StorageState implements Extension {
  extensionName = "storage-state";
  private readonly updateLog: UpdateLog;

  constructor(updateLog: UpdateLog) {
    this.updateLog = updateLog;
  }

  async onConfigure({ instance }: { instance: Hocuspocus }) {
    this.updateLog.on("storage", (state) => {
      for (const document of instance.documents.values()) broadcast(document, { type: "storage", state });
    });
    // The document is gone or was replaced: when a page comes back, it is told which.
    this.updateLog.on("refused", (sessionId) => restartConnections(instance, sessionId));
  }

  async connected({ connection }: connectedPayload) {
    if (this.updateLog.storage === "delayed") send(connection, { type: "storage", state: "delayed" });
  }
}
