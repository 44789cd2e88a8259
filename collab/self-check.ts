/** Answers a page that asks what it is connected to, and whether its text is the one that this node has. */
import type { Document, Extension, onStatelessPayload } from "@hocuspocus/server";
import { createHash } from "node:crypto";
import packageJson from "../package.json" with { type: "json" };
import { clientEventSchema, parseEvent } from "../protocol/events.ts";
import { contentToHash } from "../protocol/layout.ts";
import { MAX_EVENT_CHARS } from "../protocol/limits.ts";
import { type ConnectionContext, send } from "./connection.ts";
import type { UpdateLog } from "./log/update-log.ts";
import type { RedisSync } from "./nodes/redis-sync.ts";

export class SelfCheck implements Extension<ConnectionContext> {
  extensionName = "self-check";
  private readonly options: {
    nodeId: string;
    region: string | undefined;
    updateLog: UpdateLog;
    redisSync: RedisSync | undefined;
  };
  /** Of documents that have not changed since: a page asks every few seconds. */
  private readonly hashes = new WeakMap<Document, string>();

  constructor(options: SelfCheck["options"]) {
    this.options = options;
  }

  async onStateless({ connection, payload }: onStatelessPayload) {
    if (payload.length > MAX_EVENT_CHARS) return;
    const event = parseEvent(clientEventSchema, payload);
    if (event?.type !== "check") return;
    const { nodeId, region, updateLog, redisSync } = this.options;
    send(connection, {
      type: "checked",
      n: event.n,
      at: Date.now(),
      node: nodeId.slice(0, 8),
      region: region ?? null,
      version: packageJson.version,
      storage: updateLog.storage,
      otherNodes: redisSync ? (redisSync.isUp ? "connected" : "away") : "none",
      hash: this.hashOf(connection.document),
    });
  }

  private hashOf(document: Document): string {
    const known = this.hashes.get(document);
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(contentToHash(document)).digest("hex");
    this.hashes.set(document, hash);
    document.once("update", () => this.hashes.delete(document));
    return hash;
  }
}
