/** Ends the runs whose pages are gone, soon enough for those who watch; any number of web processes may do this. */
import type { Database } from "../../db/client.ts";
import { endSilentRuns } from "../../db/runs.ts";
import type { Log } from "../../observe/log.ts";
import { RUN_HEARTBEAT_MS } from "../../protocol/limits.ts";
import type { WebMetrics } from "./metrics.ts";

type Watching = { db: Database; log: Log; metrics: Pick<WebMetrics, "runs">; everyMs?: number };

/** Begins; `stop()` resolves once nothing of it runs any more. */
export function watchSilentRuns({ db, log, metrics, everyMs = RUN_HEARTBEAT_MS }: Watching) {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => (running ??= look().finally(() => (running = undefined))), everyMs).unref();

  async function look() {
    try {
      for (const runner of await endSilentRuns(db)) metrics.runs.inc({ runner, outcome: "lost" });
    } catch (err) {
      // They stay silent.
      log.debug({ err }, "no look at silent runs");
    }
  }

  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
