/** The collab process: Hocuspocus with our extensions, listening and stopping in order. */
import { Server } from "@hocuspocus/server";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import * as prometheus from "prom-client";
import { openDatabase } from "../db/client.ts";
import { PORT_TAKEN } from "../db/env.ts";
import { openLog } from "../db/log.ts";
import { Authenticate } from "./authenticate.ts";
import { broadcast, Bus } from "./bus.ts";
import { type CollabEnv, readEnv } from "./env.ts";
import { Gate } from "./gate.ts";
import { Malformed } from "./malformed.ts";
import { collabMetrics } from "./metrics.ts";
import { Newcomers } from "./newcomers.ts";
import { persistence } from "./persistence.ts";
import { PresenceRules } from "./presence.ts";
import { CLOSE, MAX_FRAME_BYTES, MAX_UNAUTHENTICATED_BYTES, UNAUTHENTICATED_TIMEOUT_MS } from "./protocol.ts";
import { WhoIsHere } from "./who-is-here.ts";

const DRAIN_DEADLINE_MS = 9_000;
const CLOSE_SPREAD_MS = 5_000;
/**
 * Hocuspocus merges what one turn of the event loop brings before it sends it on, and `Y.mergeUpdates` takes quadratic
 * time: with its own limit of 1 MB somebody who replays 40,000 small updates stops the whole node for half a minute.
 * This much is some 140 keystrokes, which take 3 µs each.
 */
const MERGED_BYTES = 4_096;

/**
 * Starts a collab node and resolves when it accepts connections, with its port and `stop()`.
 * `stop()` refuses newcomers, stores every document, closes the sockets with 1012 and returns within ten seconds.
 */
export async function startCollab(env: CollabEnv) {
  const log = openLog("collab", env.LOG_LEVEL);
  const db = openDatabase({
    connectionString: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
    onLost: (err) => log.warn({ err }, "Postgres connection lost"),
    ...(env.LOG.has("sql") && { onQuery: (query) => log.info(query, "sql") }),
  });
  let draining = false;
  let over = false;

  const metrics = collabMetrics(() => hocuspocus);
  const whoIsHere = new WhoIsHere({
    db,
    log,
    nodeId: randomUUID(),
    onChanged(sessionIds) {
      for (const id of sessionIds) {
        const document = hocuspocus.documents.get(id);
        if (document) broadcast(document, { type: "participants-changed" });
      }
    },
  });
  const server = new Server({
    port: env.COLLAB_PORT,
    address: env.HOST,
    quiet: true,
    stopOnSignals: false,
    debounce: 500,
    maxDebounce: 2_000,
    timeout: 30_000,
    maxPendingDocuments: 2,
    flushMaxBytes: MERGED_BYTES,
    maxUnauthenticatedQueueSize: MAX_UNAUTHENTICATED_BYTES,
    websocketOptions: { maxPayload: MAX_FRAME_BYTES },
    extensions: [
      new Gate({
        appOrigin: env.APP_ORIGIN,
        isDraining: () => draining,
        isReady: async () => {
          await sql`select 1`.execute(db);
          return true;
        },
        metrics: async () => ({ contentType: prometheus.register.contentType, body: await prometheus.register.metrics() }),
        onRefused: (reason) => metrics.refused.inc({ reason }),
      }),
      new Authenticate({
        db,
        secret: env.AUTH_SECRET,
        appOrigin: env.APP_ORIGIN,
        onRefused: (reason) => metrics.refused.inc({ reason }),
      }),
      new Newcomers({ timeoutMs: UNAUTHENTICATED_TIMEOUT_MS, bytes: MAX_UNAUTHENTICATED_BYTES }),
      new Malformed(),
      new PresenceRules(),
      persistence({ db, log, isOver: () => over }),
      whoIsHere,
    ],
    async connected({ connection }) {
      await bus.recheck(connection).catch((err: unknown) => log.warn({ err }, "access not re-checked"));
    },
  });
  const { hocuspocus } = server;

  const bus = new Bus({ db, hocuspocus, log, connectionString: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL });
  await bus.start();
  await new Promise<void>((resolve, reject) => {
    // Hocuspocus listens for no error, so a port that is taken would end the process with a stack trace.
    server.httpServer.once("error", reject);
    server.listen().then(() => resolve(), reject);
  });
  log.info({ port: server.address.port }, "collab listens");

  let stopped: Promise<void> | undefined;
  /** Ctrl+C comes twice, from the terminal and from whoever started us: both wait for the one end. */
  const stop = () => (stopped ??= drain());

  async function drain() {
    draining = true;
    const deadline = Date.now() + DRAIN_DEADLINE_MS;
    server.httpServer.close();
    for (const document of hocuspocus.documents.values()) broadcast(document, { type: "draining" });
    hocuspocus.flushPendingStores();
    const connections = [...hocuspocus.documents.values()].flatMap((document) => document.getConnections());
    const pause = connections.length > 20 ? CLOSE_SPREAD_MS / connections.length : 0;
    for (const connection of connections) {
      connection.webSocket.close(CLOSE.restart, "restart");
      if (pause) await sleep(pause);
    }
    while (hocuspocus.documents.size > 0 && Date.now() < deadline) {
      hocuspocus.flushPendingStores();
      await sleep(20);
    }
    over = true;
    if (hocuspocus.documents.size > 0) log.error({ documents: hocuspocus.documents.size }, "stopped with documents not stored");
    await Promise.race([Promise.all([whoIsHere.stop(), bus.stop()]), sleep(500)]);
    await Promise.race([db.destroy(), sleep(500)]);
    server.httpServer.closeAllConnections();
  }

  return { port: server.address.port, stop, hocuspocus };
}

if (import.meta.main) {
  let env: CollabEnv;
  try {
    env = readEnv();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  const log = openLog("collab", env.LOG_LEVEL);
  process.on("unhandledRejection", (err) => log.error({ err }, "unhandled rejection"));
  try {
    const { stop } = await startCollab(env);
    // "disconnect" comes when whoever started us is gone.
    for (const end of ["SIGTERM", "SIGINT", "SIGHUP", "disconnect"] as const) {
      process.on(end, () => void stop().finally(() => process.exit(0)));
    }
    process.send?.("ready");
  } catch (err) {
    log.fatal({ err }, "collab did not start");
    process.exit(err instanceof Error && "code" in err && err.code === "EADDRINUSE" ? PORT_TAKEN : 1);
  }
}
