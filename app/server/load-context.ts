import type { Database } from "../../db/client.ts";
import type { Log } from "../../observe/log.ts";
import type { DeletedFiles } from "./deleted-files.ts";
import type { WebEnv } from "./env.ts";
import type { LargeBodies } from "./large-bodies.ts";
import type { Limits } from "./limits.ts";
import type { WebMetrics } from "./metrics.ts";
import type { Previews } from "./previews/previews.ts";
import type { Model } from "../review/model.ts";
import type { ReadyReview, WantedReview } from "../review/run-review.ts";
import type { StaticChecks } from "../review/static-checks.ts";

/** What the Express server hands to every loader and action: one pool and one registry per process. */
declare module "@remix-run/node" {
  interface AppLoadContext {
    db: Database;
    env: WebEnv;
    log: Log;
    cspNonce: string;
    clientAddress: string;
    limits: Limits;
    metrics: WebMetrics;
    /** Undefined without OPENAI_API_KEY. */
    model: Model | undefined;
    staticChecks: StaticChecks;
    /** Lets a review through all limits and begins it, or throws the refusal (`app/review/run-review.ts`). */
    prepareReview: (wanted: WantedReview) => Promise<ReadyReview>;
    deletedFiles: DeletedFiles;
    largeBodies: LargeBodies;
    previews: Pick<Previews, "find">;
    /** Aborted when the process is about to stop: what takes long ends now. */
    stopping: AbortSignal;
    /** The request's browser was given a cookie just now, and did not bring it. */
    keepsNoCookies: boolean;
  }
  interface Future {
    v3_singleFetch: true;
  }
}
