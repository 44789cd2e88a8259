/** The web process: Express around Remix. Static files, headers, health, metrics, and the upgrade of /collab. */
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../db/client.ts";
import { type Log, openLog } from "../../observe/log.ts";
import { serveMetrics } from "../../observe/metrics-server.ts";
import { runProcess } from "../../observe/run-process.ts";
import { openModel } from "../review/model.ts";
import { ReviewFailure } from "../review/review-failure.ts";
import { prepareReview } from "../review/run-review.ts";
import { StaticChecks } from "../review/static-checks.ts";
import { buildFiles } from "./build-files.ts";
import { addressKey } from "./client-address.ts";
import { collabAnswers } from "./collab-answers.ts";
import { CollabNodes } from "./collab-nodes.ts";
import { compressedPages } from "./compressed-pages.ts";
import { DeletedFiles } from "./deleted-files.ts";
import { dropUnread } from "./drop-unread.ts";
import { readEnv, type WebEnv } from "./env.ts";
import { knownMethods, lastResort } from "./error-answers.ts";
import { HandOver } from "./hand-over.ts";
import { healthAnswers, postgresProbe } from "./health.ts";
import { askForCookies } from "./keeps-cookies.ts";
import { LargeBodies } from "./large-bodies.ts";
import { openLimits } from "./limits.ts";
import type {} from "./load-context.ts";
import { webMetrics } from "./metrics.ts";
import { observeRequests } from "./observe-requests.ts";
import { asOwnHost, sameOriginWrites } from "./own-origin.ts";
import { Previews } from "./previews/previews.ts";
import { privateAnswers } from "./private-answers.ts";
import { CLIENT_FILES, type Host, nameRoutes, openBuild } from "./remix-build.ts";
import { fileBudget, requestBudgets } from "./request-budgets.ts";
import { requestLocale } from "./request-locale.ts";
import { previewPage, previewSite } from "./preview-page.ts";
import { runnerPage } from "./runner-page.ts";
import { securityHeaders } from "./security-headers.ts";
import { securityTxtAnswer } from "./security-txt.ts";
import { watchSilentRuns } from "./silent-runs.ts";
import { startSweeper } from "./sweeper.ts";
import { upgrades } from "./upgrades.ts";

/** Proxies keep a connection for a minute, most of them. */
const KEEP_ALIVE_MS = 75_000;
/** Requests under way get this long to end when the process stops. */
const DRAIN_MS = 1_500;
/** How long everything else may take to end after that. */
const STOP_MS = 500;

/**
 * Starts the web process and resolves when it accepts requests, with `stop()`; within a `host`, with what answers
 * there.
 */
export async function startWeb(
  env: WebEnv,
  { log = openLog("web", env.LOG_LEVEL), host }: { log?: Log; host?: Host } = {},
) {
  const isDevelopment = env.NODE_ENV === "development";
  const db = openDatabase({
    connectionString: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
    onLost: (err) => log.warn({ err }, "Postgres connection lost"),
    ...(env.LOG.has("sql") && { onQuery: (query) => log.info(query, "sql") }),
  });
  const stopping = new AbortController();
  const isDraining = () => stopping.signal.aborted;
  const postgresAnswers = postgresProbe(db);
  const metrics = webMetrics({ db, isReady: async () => (await postgresAnswers()) && !isDraining() });
  const limits = openLimits(env, log);
  const staticChecks = new StaticChecks();
  const deletedFiles = new DeletedFiles();
  const previews = new Previews(log);
  const nodes = new CollabNodes({ list: env.COLLAB_NODES, region: env.REGION });
  const handOver = new HandOver();
  const forRoutes = {
    db,
    env,
    log,
    limits,
    metrics,
    model: openModel(env),
    staticChecks,
    deletedFiles,
    largeBodies: new LargeBodies(),
    previews,
    stopping: stopping.signal,
  };

  const app = express();
  const server = host?.httpServer ?? createServer(app);
  // Longer than proxies and clients keep a connection: we must not be the ones who end it first, or a request on its
  // way is lost.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  app.disable("x-powered-by");
  if (env.TRUST_PROXY)
    app.set("trust proxy", /^\d+$/.test(env.TRUST_PROXY) ? Number(env.TRUST_PROXY) : env.TRUST_PROXY);
  const { build, files, close: closeBuild } = await openBuild({ isDevelopment, host, server });
  const budgets = { env, limits, metrics, log };

  app.use(healthAnswers({ postgresAnswers, isDraining }));
  app.use(dropUnread);
  app.use(observeRequests(metrics));
  app.use(securityHeaders(env, isDevelopment));
  app.use(knownMethods);
  app.use(previewSite(env));
  app.use(requestLocale);
  if (files) app.use(files);
  else app.use(fileBudget(budgets), buildFiles(CLIENT_FILES));
  app.get("/.well-known/security.txt", securityTxtAnswer(env));
  app.use(compressedPages);
  app.get("/runner", runnerPage);
  app.get("/preview", previewPage(env));
  app.use(privateAnswers);
  app.use(nameRoutes(build));
  app.use(requestBudgets(budgets, ({ locals }) => locals.routes as ServerBuild["routes"] | undefined));
  app.use(sameOriginWrites(env, () => metrics.refused.inc({ reason: "origin" })));
  app.use(askForCookies());
  app.get("/collab", collabAnswers(nodes, limits));
  app.use(asOwnHost(env));
  app.all(
    "*",
    createRequestHandler({
      build,
      mode: env.NODE_ENV,
      getLoadContext(request, { locals }) {
        const context = {
          ...forRoutes,
          cspNonce: locals.cspNonce as string,
          clientAddress: addressKey(request.ip),
          keepsNoCookies: locals.keepsNoCookies === true,
        };
        return { ...context, prepareReview: (wanted) => prepareReview(context, wanted) };
      },
    }),
  );
  app.use(lastResort(log));
  server.on("upgrade", upgrades({ app, nodes, handOver, limits, log, metrics, isDevelopment }));

  const endMetrics = await serveMetrics({ port: env.METRICS_PORT, host: env.HOST });
  if (!host) {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(env.PORT, env.HOST, resolve);
    });
    log.info({ port: env.PORT }, "web listens");
  }
  const sweeper = startSweeper({ db, log, metrics });
  const silentRuns = watchSilentRuns({ db, log, metrics });

  let stopped: Promise<void> | undefined;
  /** Ctrl+C comes twice, from the terminal and from whoever started us: both wait for the one end. */
  const stop = () => (stopped ??= drain());

  async function drain() {
    stopping.abort(new ReviewFailure("interrupted"));
    endMetrics();
    server.close();
    server.closeIdleConnections();
    // Sockets of /collab are the collab node's to close.
    await Promise.race([new Promise((resolve) => server.once("close", resolve)), sleep(DRAIN_MS)]);
    server.closeAllConnections();
    await closeBuild();
    limits.close();
    handOver.close();
    await Promise.race([Promise.all([sweeper.stop(), silentRuns.stop()]), sleep(STOP_MS)]);
    await Promise.all([staticChecks.stop(), deletedFiles.stop(), previews.stop()]);
    await Promise.race([db.destroy(), sleep(STOP_MS)]);
  }
  return { app, stop };
}

if (import.meta.main) await runProcess("web", readEnv, (env, log) => startWeb(env, { log }));
