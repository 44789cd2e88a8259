import * as prometheus from "prom-client";
import type { Database } from "../../db/client.ts";
import { processMetrics } from "../../observe/process-metrics.ts";

export type WebMetrics = ReturnType<typeof webMetrics>;

/**
 * The web process' own numbers, on top of what both processes have. Labels are names from closed lists, never what a
 * visitor sent.
 */
export function webMetrics({ db, isReady }: { db: Database; isReady: () => Promise<boolean> }) {
  processMetrics({ db, isReady });
  return {
    refused: new prometheus.Counter({
      name: "tandem_refused_total",
      help: "Requests and upgrades refused, by reason.",
      labelNames: ["reason"],
    }),
    requestSeconds: new prometheus.Histogram({
      name: "tandem_request_seconds",
      help: "From a request's arrival to the end of its answer, by route, method and status.",
      labelNames: ["route", "method", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    }),
    swept: new prometheus.Counter({
      name: "tandem_swept_total",
      help: "Rows removed for good because nobody can reach them, by kind.",
      labelNames: ["kind"],
    }),
    reviews: new prometheus.Counter({
      name: "tandem_reviews_total",
      help: "Reviews that ended, by source and outcome.",
      labelNames: ["source", "outcome"],
    }),
    tokens: new prometheus.Counter({ name: "tandem_review_tokens_total", help: "Tokens that reviews used." }),
    runs: new prometheus.Counter({
      name: "tandem_runs_total",
      help: "Runs of code that ended, by runner and outcome.",
      labelNames: ["runner", "outcome"],
    }),
    proxiedSockets: new prometheus.Gauge({
      name: "tandem_proxied_sockets",
      help: "Sockets that are piped to a collab node.",
    }),
    handedSockets: new prometheus.Counter({
      name: "tandem_handed_sockets_total",
      help: "Sockets that were handed over to the collab process beside this one.",
    }),
    vitalSeconds: new prometheus.Histogram({
      name: "tandem_web_vital_seconds",
      help: "What visitors' browsers measured: LCP, INP, FCP and TTFB, by page.",
      labelNames: ["vital", "page"],
      // Among the buckets are the bounds of what counts as good and as poor for each.
      buckets: [0.05, 0.1, 0.2, 0.35, 0.5, 0.8, 1.2, 1.8, 2.5, 3, 4, 6, 10],
    }),
    layoutShift: new prometheus.Histogram({
      name: "tandem_layout_shift",
      help: "How much pages moved about under their visitors (CLS), by page.",
      labelNames: ["page"],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1],
    }),
  };
}
