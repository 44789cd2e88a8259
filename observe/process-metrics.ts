/**
 * What both processes show at /metrics: Node's own numbers, whether the process is ready, its connections to Postgres.
 */
import * as prometheus from "prom-client";
import { type Database, poolCounts } from "../db/client.ts";
import { measureEventLoopLag } from "./event-loop-lag.ts";

/** A check that takes longer counts as failed. */
const READY_TIMEOUT_MS = 2_000;

/** The longest that a timer can be: prom-client's own measure of the event loop is replaced. */
const NEVER_MS = 2 ** 31 - 1;

/** A number that is measured when the metrics are read. */
export const gauge = (name: string, help: string, read: () => number) =>
  new prometheus.Gauge({
    name,
    help,
    collect() {
      this.set(read());
    },
  });

/**
 * Empties the process' one registry and puts into it what both processes have.
 * `isReady` is what `/readyz` answers, and may reject.
 */
export function processMetrics({ db, isReady }: { db: Database; isReady: () => Promise<boolean> }): void {
  prometheus.register.clear();
  prometheus.collectDefaultMetrics({ eventLoopMonitoringPrecision: NEVER_MS });
  for (const { name } of prometheus.register.getMetricsAsArray())
    if (name.startsWith("nodejs_eventloop_lag")) prometheus.register.removeSingleMetric(name);
  gauge(
    "nodejs_eventloop_lag_p99_seconds",
    "How long the event loop keeps one in a hundred waiting, of all that might arrive at any moment.",
    measureEventLoopLag(),
  );
  gauge(
    "tandem_ready",
    "1 if /readyz was fine at the previous scrape, so that no scrape waits for Postgres.",
    readiness(isReady),
  );
  new prometheus.Gauge({
    name: "tandem_postgres_connections",
    help: "Connections of the pool, by state; waiting are queries that want one.",
    labelNames: ["state"],
    collect() {
      for (const [state, count] of Object.entries(poolCounts(db))) this.set({ state }, count);
    },
  });
}

/** Returns the last answer, and asks anew for the next time. */
function readiness(isReady: () => Promise<boolean>): () => number {
  let last = false;
  let isAsking = false;
  const ask = async () => {
    if (isAsking) return;
    isAsking = true;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>(
      (resolve) => (timer = setTimeout(() => resolve(false), READY_TIMEOUT_MS).unref()),
    );
    last = await Promise.race([isReady().catch(() => false), tooLate]);
    clearTimeout(timer);
    isAsking = false;
  };
  void ask();
  return () => {
    void ask();
    return Number(last);
  };
}
