/**
 * What one address and one sign-in may ask of this process, decided before a body is read and before a route runs. The
 * budgets are this process' own and in memory, since its time is what they guard: nobody waits for Redis to be let in.
 */
import type { Request, RequestHandler } from "express";
import type { ServerBuild } from "@remix-run/node";
import { readSignIn } from "../../db/sign-ins.ts";
import type { Log } from "../../observe/log.ts";
import { addressKey } from "./client-address.ts";
import type { WebEnv } from "./env.ts";
import { consume, secondsUntilFree, sentenceFor } from "../rate-limits.ts";
import type { Limits } from "./limits.ts";
import type { WebMetrics } from "./metrics.ts";
import { routeIds } from "../route-names.ts";
import { answerTooMany } from "./too-many.ts";
import { RequestTurns } from "./request-turns.ts";

/** Enough to keep Postgres busy meanwhile; more would only hold up others. */
const MAX_TURNS_PER_ADDRESS = 4;
/** A request that takes longer waits for something other than this process, such as the database or an AI. */
const TURN_MS = 250;

type Budgets = { env: WebEnv; limits: Limits; metrics: Pick<WebMetrics, "refused">; log: Log };

/**
 * About the milliseconds that a request costs us: a page is rendered, an address of the API is a few queries. The
 * picture of a link takes more where it has to be drawn, though on a thread of its own.
 */
const costOf = ({ method, path }: Pick<Request, "method" | "path">) => {
  if (path.endsWith("/preview.png")) return 20;
  const isSmall = path.startsWith("/api/") || path.endsWith(".data") || ["/__manifest", "/collab"].includes(path);
  return (isSmall ? 1 : 5) + (method === "GET" || method === "HEAD" ? 0 : 1);
};

/** Files are sent from memory or the disk: a budget of their own, ten times as large. */
export const fileBudget =
  ({ limits, metrics }: Budgets): RequestHandler =>
  async (request, response, next) => {
    const seconds = await consume(limits.filesOfAddress, addressKey(request.ip));
    if (!seconds) return next();
    metrics.refused.inc({ reason: "budget" });
    response
      .status(429)
      .set({ "Retry-After": String(seconds), "Cache-Control": "no-store" })
      .type("text")
      .send(sentenceFor(seconds));
  };

/**
 * Refuses what is over a budget, and lets the rest of an address in a few at a time. `routes` name those of a `.data`
 * address.
 */
export function requestBudgets(
  { env, limits, metrics, log }: Budgets,
  routes: (response: Parameters<RequestHandler>[1]) => ServerBuild["routes"] | undefined,
): RequestHandler {
  const turns = new RequestTurns(MAX_TURNS_PER_ADDRESS);
  let hasWarned = false;
  return async (request, response, next) => {
    const address = addressKey(request.ip);
    const points = costOf(request);
    const signInId = readSignIn({
      secret: env.AUTH_SECRET,
      appOrigin: env.APP_ORIGIN,
      cookieHeader: request.headers.cookie,
    });
    // Their own first: one person's flood must not use up what their whole school has.
    const own = signInId && (await consume(limits.requestsOfSignIn, signInId, points));
    const shared = !own && (await consume(limits.requestsOfAddress, address, points));
    if (own || shared) return refuse(own || shared || 1, Boolean(shared));
    turns.take(address, (end) => {
      if (response.closed) return end();
      const timer = setTimeout(end, TURN_MS).unref();
      response.once("close", () => {
        clearTimeout(timer);
        end();
      });
      enter().catch(next);
    });

    async function enter() {
      // Whoever has waited for their turn comes after others who may have used up what there was.
      const seconds = mayMakeGuest(request, signInId) && (await secondsUntilFree(limits.newGuests, address));
      if (seconds) return refuse(seconds, false);
      next();
    }

    async function refuse(seconds: number, isShared: boolean) {
      metrics.refused.inc({ reason: "budget" });
      if (isShared && !hasWarned && !env.TRUST_PROXY && request.headers["x-forwarded-for"]) {
        hasWarned = true;
        log.warn("many visitors may share one address: a proxy is before this server, and TRUST_PROXY is not set");
      }
      const built = routes(response);
      const ids = built ? routeIds(built, request.path) : [];
      await answerTooMany(request, response, { sentence: sentenceFor(seconds, isShared), seconds, routeIds: ids });
    }
  };
}

/** The routes that create guests: an address that has none left is refused there without rendering a page. */
const mayMakeGuest = ({ method, path }: Request, signInId: string | undefined) =>
  method === "POST" &&
  (/^\/auth\/guest(\.data)?$/.test(path) || (!signInId && /^\/(start|join\/[^/]+)(\.data)?$/.test(path)));
