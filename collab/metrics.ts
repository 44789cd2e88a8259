import type { Hocuspocus } from "@hocuspocus/server";
import * as prometheus from "prom-client";

/** What is asked when somebody looks. */
type Sources = { hocuspocus: () => Hocuspocus; backlog: () => { bytes: number; ageMs: number }; isRedisUp: () => boolean };

/** The collab process' own numbers, on top of Node's. */
export function collabMetrics({ hocuspocus, backlog, isRedisUp }: Sources) {
  prometheus.register.clear();
  prometheus.collectDefaultMetrics();
  const gauge = (name: string, help: string, read: () => number) =>
    new prometheus.Gauge({
      name,
      help,
      collect() {
        this.set(read());
      },
    });
  gauge("tandem_documents", "Documents in memory.", () => hocuspocus().getDocumentsCount());
  gauge("tandem_connections", "Open connections.", () => hocuspocus().getConnectionsCount());
  gauge("tandem_log_queue_bytes", "Edits that wait for their commit, in bytes.", () => backlog().bytes);
  gauge("tandem_log_oldest_seconds", "Age of the oldest edit that waits for its commit.", () => backlog().ageMs / 1_000);
  gauge("tandem_redis_up", "1 while messages to other nodes get through; 0 without REDIS_URL, too.", () => Number(isRedisUp()));
  const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
  return {
    refused: new prometheus.Counter({
      name: "tandem_refused_total",
      help: "Upgrades and authentications refused, by reason.",
      labelNames: ["reason"],
    }),
    frames: new prometheus.Counter({ name: "tandem_frames_total", help: "Frames through the sockets, by direction.", labelNames: ["direction"] }),
    frameBytes: new prometheus.Counter({ name: "tandem_frame_bytes_total", help: "Their bytes, by direction.", labelNames: ["direction"] }),
    updatesRefused: new prometheus.Counter({ name: "tandem_updates_refused_total", help: "Edits not taken, by reason.", labelNames: ["reason"] }),
    damaged: new prometheus.Counter({ name: "tandem_damaged_loads_total", help: "Damaged documents opened for reading only." }),
    redisMessages: new prometheus.Counter({ name: "tandem_redis_messages_total", help: "Messages published to other nodes." }),
    redisBytes: new prometheus.Counter({ name: "tandem_redis_bytes_total", help: "Bytes published to other nodes." }),
    redisJunk: new prometheus.Counter({ name: "tandem_redis_junk_total", help: "Messages from Redis that were none." }),
    logRows: new prometheus.Counter({ name: "tandem_log_rows_total", help: "Rows appended to the log." }),
    durableSeconds: new prometheus.Histogram({ name: "tandem_log_commit_seconds", help: "How long a batch of the log takes.", buckets }),
    loadSeconds: new prometheus.Histogram({ name: "tandem_load_seconds", help: "How long loading a document takes.", buckets }),
    compactionSeconds: new prometheus.Histogram({ name: "tandem_compaction_seconds", help: "How long a compaction takes.", buckets }),
  };
}
