/** Sweeps from time to time; any number of web processes may run this, and one at a time sweeps. */
import type { Database } from "../../db/client.ts";
import type { Log } from "../../observe/log.ts";
import { sweep } from "../../db/sweep.ts";
import type { WebMetrics } from "./metrics.ts";

/** Soon, but after those who wait for the start have been served. */
const FIRST_MS = 5_000;
const EVERY_MS = 60 * 60_000;

type Sweeping = { db: Database; log: Log; metrics: Pick<WebMetrics, "swept">; firstMs?: number; everyMs?: number };

/** Begins; `stop()` resolves once nothing of it runs any more. */
export function startSweeper({ db, log, metrics, firstMs = FIRST_MS, everyMs = EVERY_MS }: Sweeping) {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;
  let timer = setTimeout(run, firstMs).unref();

  function run() {
    running = sweepOnce().finally(() => {
      if (!stopping.signal.aborted) timer = setTimeout(run, everyMs).unref();
    });
  }

  async function sweepOnce() {
    try {
      const swept = await sweep(db, stopping.signal);
      for (const [kind, count] of Object.entries(swept)) metrics.swept.inc({ kind }, count);
      if (Object.values(swept).some((count) => count > 0)) log.info(swept, "swept");
    } catch (err) {
      // What is due stays due.
      if (!stopping.signal.aborted) log.warn({ err }, "not swept, trying again later");
    }
  }

  return {
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
