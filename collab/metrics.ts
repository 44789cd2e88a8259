import type { Hocuspocus } from "@hocuspocus/server";
import * as prometheus from "prom-client";

/** The collab process' own numbers, on top of Node's. `hocuspocus()` is asked when somebody looks. */
export function collabMetrics(hocuspocus: () => Hocuspocus) {
  prometheus.register.clear();
  prometheus.collectDefaultMetrics();
  new prometheus.Gauge({
    name: "tandem_documents",
    help: "Documents in memory.",
    collect() {
      this.set(hocuspocus().getDocumentsCount());
    },
  });
  new prometheus.Gauge({
    name: "tandem_connections",
    help: "Open connections.",
    collect() {
      this.set(hocuspocus().getConnectionsCount());
    },
  });
  return {
    refused: new prometheus.Counter({
      name: "tandem_refused_total",
      help: "Upgrades and authentications refused, by reason.",
      labelNames: ["reason"],
    }),
  };
}
