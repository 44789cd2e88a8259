import type { Hocuspocus } from "@hocuspocus/server";
import * as prometheus from "prom-client";
import type { Database } from "../db/client.ts";
import { gauge, processMetrics } from "../observe/process-metrics.ts";
import type { Health } from "./health.ts";
import type { UpdateLog } from "./log/update-log.ts";
import type { RedisSync } from "./nodes/redis-sync.ts";

export type CollabMetrics = ReturnType<typeof collabMetrics>;

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

type Sources = { db: Database; health: Health; updateLog: UpdateLog };

/** Empties the process' registry, puts what both processes have into it, and what this one counts and measures. */
export function collabMetrics({ db, health, updateLog }: Sources) {
  processMetrics({ db, isReady: () => health.isReady() });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new prometheus.Counter({ name, help, labelNames });
  const histogram = (name: string, help: string) => new prometheus.Histogram({ name, help, buckets: SECONDS });
  const metrics = {
    refused: counter("tandem_refused_total", "Upgrades, authentications and newcomers refused, by reason.", "reason"),
    frames: counter("tandem_frames_total", "Frames through the sockets, by direction.", "direction"),
    frameBytes: counter("tandem_frame_bytes_total", "Their bytes, by direction.", "direction"),
    updates: counter("tandem_updates_total", "Those of them that carry an edit, by direction.", "direction"),
    updatesRefused: counter("tandem_updates_refused_total", "Edits not taken, by reason.", "reason"),
    ignored: counter("tandem_frames_ignored_total", "Frames that went no further, by reason.", "reason"),
    slowed: counter(
      "tandem_slowed_total",
      "Times that a user had taken more than the budget, and was not read for a while.",
    ),
    unread: counter("tandem_unread_total", "Sockets ended that did not read what they were sent."),
    complaints: counter("tandem_library_complaints_total", "Lines that libraries would have written to the console."),
    damaged: counter("tandem_damaged_loads_total", "Damaged documents opened for reading only."),
    redisMessages: counter("tandem_redis_messages_total", "Messages published to other nodes."),
    redisBytes: counter("tandem_redis_bytes_total", "Bytes published to other nodes."),
    redisReceived: counter("tandem_redis_received_total", "Messages that came from other nodes."),
    redisJunk: counter("tandem_redis_junk_total", "Messages from Redis that were none."),
    logRows: counter("tandem_log_rows_total", "Rows appended to the log."),
    commitSeconds: histogram("tandem_log_commit_seconds", "How long a batch of the log takes."),
    durableSeconds: histogram(
      "tandem_durable_seconds",
      "From when an edit is applied until it is committed, of the oldest edit in each batch.",
    ),
    loadSeconds: histogram("tandem_load_seconds", "How long loading a document takes."),
    compactionSeconds: histogram("tandem_compaction_seconds", "How long a compaction takes."),
  };
  updateLog.on("refused", () => metrics.updatesRefused.inc({ reason: "gone" }));
  updateLog.on("committed", ({ rows, ms, waitedMs }) => {
    metrics.logRows.inc(rows);
    metrics.commitSeconds.observe(ms / 1_000);
    metrics.durableSeconds.observe(waitedMs / 1_000);
  });
  return metrics;
}

/** What a node holds, measured only when the metrics are read. */
export function gaugeNode({
  hocuspocus,
  updateLog,
  redisSync,
}: {
  hocuspocus: Hocuspocus;
  updateLog: UpdateLog;
  redisSync: RedisSync | undefined;
}): void {
  gauge("tandem_documents", "Documents in memory.", () => hocuspocus.getDocumentsCount());
  gauge("tandem_connections", "Open connections.", () => hocuspocus.getConnectionsCount());
  gauge("tandem_log_queue_bytes", "Edits that wait for their commit, in bytes.", () => updateLog.backlog.bytes);
  gauge(
    "tandem_log_oldest_seconds",
    "Age of the oldest edit that waits for its commit.",
    () => updateLog.backlog.ageMs / 1_000,
  );
  // No alert where no Redis is configured: comparisons with NaN are false.
  gauge("tandem_redis_up", "1 while messages to other nodes get through; NaN without REDIS_URL.", () =>
    Number(redisSync?.isUp ?? NaN),
  );
}
