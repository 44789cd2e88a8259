import type { Counter } from "prom-client";
import type { Database } from "../db/client.ts";
import type { Log } from "../db/log.ts";
import type { WebEnv } from "./env.server.ts";
import type { Limits } from "./limits.server.ts";
import type { Reviewer } from "./reviewer.server.ts";
import type { StaticChecks } from "./static-checks.ts";

/** What the Express server hands to every loader and action: one pool and one registry a process. */
declare module "@remix-run/node" {
  interface AppLoadContext {
    db: Database;
    env: WebEnv;
    log: Log;
    cspNonce: string;
    clientAddress: string;
    limits: Limits;
    /** Undefined without OPENAI_API_KEY. */
    reviewer: Reviewer | undefined;
    staticChecks: StaticChecks;
    metrics: { refused: Counter<"reason">; reviews: Counter<"source" | "outcome">; tokens: Counter };
  }
  interface Future {
    v3_singleFetch: true;
  }
}
