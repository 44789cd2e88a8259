/** The web process: Express around Remix. Static files, headers, health, metrics, and the upgrade of /collab. */
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from "express";
import { sql } from "kysely";
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ViteDevServer } from "vite";
import { openDatabase } from "../../db/client.ts";
import { PORT_TAKEN } from "../../db/env.ts";
import { openErrorReports } from "../../observe/error-reports.ts";
import { logUncaught, type Log, openLog } from "../../observe/log.ts";
import { serveMetrics } from "../../observe/metrics-server.ts";
import { buildFiles } from "./build-files.ts";
import { addressKey } from "./client-address.ts";
import { collabAnswers } from "./collab-answers.ts";
import { CollabNodes } from "./collab-nodes.ts";
import { pipeToCollab } from "./collab-proxy.ts";
import { DeletedFiles } from "./deleted-files.ts";
import { dropUnread } from "./drop-unread.ts";
import { readEnv, type WebEnv } from "./env.ts";
import { askForCookies } from "./keeps-cookies.ts";
import { refusedFor } from "../counting.ts";
import { openLimits } from "./limits.ts";
import type {} from "./load-context.ts";
import { webMetrics } from "./metrics.ts";
import { METHODS, observeRequests } from "./observe-requests.ts";
import { privateAnswers } from "./private-answers.ts";
import { fileBudget, requestBudgets, sentenceFor } from "./request-budgets.ts";
import { routeName } from "../route-names.ts";
import { openReviewer, ReviewFailure } from "../review/model.ts";
import { prepareReview } from "../review/run-review.ts";
import { StaticChecks } from "../review/static-checks.ts";
import { startSweeper } from "./sweeper.ts";
import { foreignOriginAnswer } from "./wrong-address.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Proxies keep a connection for a minute, most of them. */
const KEEP_ALIVE_MS = 75_000;

/** A server of Vite's that runs us, and not we it: `remix vite:dev` (start/plain-vite.ts). It listens by itself. */
export type Host = Pick<ViteDevServer, "ssrLoadModule"> & { httpServer: Server; middlewares: RequestHandler };

/**
 * Starts the web process and resolves when it accepts requests, with `stop()`; within a `host`, with what answers
 * there.
 */
export async function startWeb(
  env: WebEnv,
  { log = openLog("web", env.LOG_LEVEL), host }: { log?: Log; host?: Host } = {},
) {
  const db = openDatabase({
    connectionString: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
    onLost: (err) => log.warn({ err }, "Postgres connection lost"),
    ...(env.LOG.has("sql") && { onQuery: (query) => log.info(query, "sql") }),
  });
  const limits = openLimits(env, log);
  const reviewer = openReviewer(env);
  const staticChecks = new StaticChecks();
  const deletedFiles = new DeletedFiles();
  const stopping = new AbortController();
  let draining = false;
  const postgresAnswers = oneAtATime(() =>
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    ),
  );
  const metrics = webMetrics({ db, isReady: async () => (await postgresAnswers()) && !draining });

  const app = express();
  const server = host?.httpServer ?? createServer(app);
  // Longer than proxies and clients keep a connection: who ends it first must not be us, or a request on its way is
  // lost.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  app.disable("x-powered-by");
  if (env.TRUST_PROXY)
    app.set("trust proxy", /^\d+$/.test(env.TRUST_PROXY) ? Number(env.TRUST_PROXY) : env.TRUST_PROXY);

  app.get("/healthz", (_request, response) => void response.set("Cache-Control", "no-store").type("text").send("ok"));
  app.get("/readyz", async (_request, response) => {
    const ready = (await postgresAnswers()) && !draining;
    response
      .status(ready ? 200 : 503)
      .set("Cache-Control", "no-store")
      .type("text")
      .send(ready ? "ready" : draining ? "draining" : "Postgres does not answer");
  });

  const nodes = new CollabNodes({ list: env.COLLAB_NODES, region: env.REGION });
  const isDevelopment = env.NODE_ENV === "development";
  const ownVite =
    isDevelopment && !host
      ? await import("vite").then(({ createServer: createVite }) =>
          createVite({ root, server: { middlewareMode: true, hmr: { server } }, appType: "custom" }),
        )
      : undefined;
  const vite = host ?? ownVite;
  app.use(dropUnread);
  app.use(observeRequests(metrics));
  app.use(securityHeaders(env, isDevelopment));
  app.use(knownMethods);
  const budgets = { env, limits, metrics, log };
  if (vite) app.use(vite.middlewares);
  else {
    app.use(fileBudget(budgets));
    app.use(buildFiles(`${root}build/client`));
  }
  app.use(privateAnswers);
  const build = vite
    ? () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>
    : ((await import(/* @vite-ignore */ `${root}build/server/index.js`)) as ServerBuild);
  app.use(async (request, response, next) => {
    // A page that does not compile, in development, is said by the handler below.
    const current = typeof build === "function" ? await build().catch(() => undefined) : build;
    if (current) response.locals.route = routeName(current.routes, request.path);
    response.locals.routes = current?.routes;
    next();
  });
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
      getLoadContext(request, response) {
        const context = {
          db,
          env,
          log,
          cspNonce: response.locals.cspNonce as string,
          clientAddress: addressKey(request.ip),
          limits,
          metrics,
          reviewer,
          staticChecks,
          deletedFiles,
          stopping: stopping.signal,
          keepsNoCookies: response.locals.keepsNoCookies === true,
        };
        return { ...context, prepareReview: (wanted) => prepareReview(context, wanted) };
      },
    }),
  );
  app.use(lastResort(log));

  server.on("upgrade", async (request, socket, head) => {
    if (request.url?.split("?", 1)[0] === "/collab") {
      const seconds = await refusedFor(limits.socketsOfAddress, addressKey(addressOf(app, request)));
      if (!seconds) return void pipeToCollab(request, socket, head, { nodes, log, metrics });
      metrics.refused.inc({ reason: "budget" });
      refuseUpgrade(socket, seconds);
    } else if (!isDevelopment) socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  });
  const endMetrics = await serveMetrics({ port: env.METRICS_PORT, host: env.HOST });
  if (!host)
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(env.PORT, env.HOST, resolve);
    });
  if (!host) log.info({ port: env.PORT }, "web listens");
  const sweeper = startSweeper({ db, log, metrics });

  let stopped: Promise<void> | undefined;
  /** Ctrl+C comes twice, from the terminal and from whoever started us: both wait for the one end. */
  const stop = () => (stopped ??= drain());

  async function drain() {
    draining = true;
    endMetrics();
    stopping.abort(new ReviewFailure("interrupted"));
    server.close();
    server.closeIdleConnections();
    // Sockets of /collab are the collab node's to close; requests under way get a moment.
    await Promise.race([new Promise((resolve) => server.once("close", resolve)), sleep(1_500)]);
    server.closeAllConnections();
    await ownVite?.close();
    limits.close();
    await Promise.race([sweeper.stop(), sleep(500)]);
    await Promise.all([staticChecks.stop(), deletedFiles.stop()]);
    await Promise.race([db.destroy(), sleep(500)]);
  }
  return { app, stop };
}

/** Whoever asks while an answer is on its way gets the same. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => (asking ??= ask().finally(() => (asking = undefined)));
}

/** A visitor's address by TRUST_PROXY, as Express has it for requests that it answers itself. */
const addressOf = (app: Express, request: IncomingMessage): string | undefined =>
  (Object.setPrototypeOf(request, app.request) as Request).ip;

function refuseUpgrade(socket: Duplex, seconds: number) {
  const sentence = sentenceFor(seconds, true);
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${seconds}\r\nConnection: close\r\nContent-Length: ${sentence.length}\r\n\r\n${sentence}`,
    () => socket.destroy(),
  );
}

const isSecureContext = (origin: string) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(origin);

const securityHeaders =
  (env: WebEnv, isDevelopment: boolean): RequestHandler =>
  (_request, response, next) => {
    const nonce = randomBytes(16).toString("base64");
    response.locals.cspNonce = nonce;
    const others = [env.COLLAB_URL, env.SENTRY_DSN].flatMap((url) => (url ? [new URL(url).origin] : []));
    const ownSocket = env.APP_ORIGIN.replace(/^http/, "ws");
    response.set({
      "Content-Security-Policy": [
        "default-src 'self'",
        `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
        "style-src 'self' 'unsafe-inline'",
        "worker-src 'self' blob:",
        "font-src 'self' data:",
        "img-src 'self' data: https:",
        ["connect-src 'self'", ownSocket, ...others].join(" "),
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        `form-action 'self' ${new URL(env.GITHUB_URL).origin}`,
      ].join("; "),
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      // Over plain http to another host it would be ignored, with an error on the page's console.
      ...(isSecureContext(env.APP_ORIGIN) && { "Cross-Origin-Opener-Policy": "same-origin" }),
      "X-Frame-Options": "DENY",
      ...(env.APP_ORIGIN.startsWith("https:") && { "Strict-Transport-Security": "max-age=31536000" }),
    });
    next();
  };

/** Writes from a foreign page are refused; a request without an origin (a script, not a browser) is fine. */
const sameOriginWrites =
  (env: WebEnv, onRefused: () => void): RequestHandler =>
  (request, response, next) => {
    const { origin } = request.headers;
    const site = request.headers["sec-fetch-site"];
    const isRead = request.method === "GET" || request.method === "HEAD";
    const isForeign =
      origin !== undefined
        ? origin !== env.APP_ORIGIN
        : site !== undefined && site !== "same-origin" && site !== "none";
    if (isRead || !isForeign) return next();
    onRefused();
    const { type, body } = foreignOriginAnswer(request, env.APP_ORIGIN);
    response.status(403).type(type).send(body);
  };

/**
 * A proxy may have put another host in its place; Remix compares it with the Origin of forms and ends what differs with
 * 500.
 */
const asOwnHost =
  (env: WebEnv): RequestHandler =>
  (request, _response, next) => {
    request.headers.host = new URL(env.APP_ORIGIN).host;
    delete request.headers["x-forwarded-host"];
    next();
  };

const knownMethods: RequestHandler = (request, response, next) => {
  if (METHODS.includes(request.method)) return next();
  const message = `This server takes ${METHODS.join(", ")}.`;
  response
    .set({ Allow: METHODS.join(", "), "Cache-Control": "no-store" })
    .status(405)
    .json({ error: { code: "method_not_allowed", message } });
};

const lastResort =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const isMalformed = error instanceof URIError || (error instanceof TypeError && /Invalid URL/.test(error.message));
    if (!isMalformed) log.error({ err: error }, "request failed");
    if (response.headersSent) return next(error);
    const message = isMalformed ? "This address is malformed." : "Something went wrong here. Please try again.";
    response.status(isMalformed ? 400 : 500);
    if (request.path.startsWith("/api/"))
      response.json({ error: { code: isMalformed ? "malformed" : "internal", message } });
    else response.type("text").send(message);
  };

if (import.meta.main) {
  let env: WebEnv;
  try {
    env = readEnv();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  const reports = await openErrorReports(env.SENTRY_DSN, { name: "web", environment: env.NODE_ENV });
  const log = openLog("web", env.LOG_LEVEL, { onError: reports.report });
  const exit = (code: number) => void reports.close().finally(() => process.exit(code));
  logUncaught(log, () => exit(1));
  try {
    const { stop } = await startWeb(env, { log });
    // "disconnect" comes when whoever started us is gone.
    for (const end of ["SIGTERM", "SIGINT", "SIGHUP", "disconnect"] as const) {
      process.on(end, () => void stop().finally(() => exit(0)));
    }
    process.send?.("ready");
  } catch (err) {
    log.fatal({ err }, "web did not start");
    exit(err instanceof Error && "code" in err && err.code === "EADDRINUSE" ? PORT_TAKEN : 1);
  }
}
