/** The collab process: Hocuspocus with our extensions, listening and stopping in order. */
import { Server } from "@hocuspocus/server";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../db/client.ts";
import { type Log, openLog } from "../observe/log.ts";
import { serveMetrics } from "../observe/metrics-server.ts";
import { runProcess } from "../observe/run-process.ts";
import { MAX_FRAME_BYTES, MAX_UNAUTHENTICATED_BYTES } from "../protocol/limits.ts";
import { Bus } from "./bus.ts";
import { AwarenessRules } from "./document/awareness-rules.ts";
import { ClientIds } from "./document/client-ids.ts";
import { Persistence } from "./document/persistence.ts";
import { UpdateRules } from "./document/update-rules.ts";
import { Authenticate } from "./door/authenticate.ts";
import { Accounts } from "./door/budgets.ts";
import { ConnectionsOfUsers } from "./door/connections-of-users.ts";
import { Door } from "./door/door.ts";
import { sendAway } from "./door/drain.ts";
import { Gate } from "./door/gate.ts";
import { Heartbeat } from "./door/heartbeat.ts";
import { Newcomers } from "./door/newcomers.ts";
import { Places } from "./door/places.ts";
import { type CollabEnv, readEnv } from "./env.ts";
import { Health } from "./health.ts";
import { hushLibraries } from "./library-log.ts";
import { LastEdits } from "./log/last-edits.ts";
import { Marks } from "./log/marks.ts";
import { Merger } from "./log/merger.ts";
import { StorageState } from "./log/storage-state.ts";
import { UpdateLog, type UpdateLogOptions } from "./log/update-log.ts";
import { collabMetrics, gaugeNode } from "./metrics.ts";
import { Online } from "./nodes/online.ts";
import { RedisSync } from "./nodes/redis-sync.ts";
import { SelfCheck } from "./self-check.ts";
import { Traffic } from "./traffic.ts";

/** The rest of the ten seconds is for ending the connections to Postgres and Redis. */
const DRAIN_DEADLINE_MS = 7_500;
/** How long everything else may take to end after that. */
const STOP_MS = 500;
/**
 * Hocuspocus merges what one turn of the event loop brings before it sends it on, and `Y.mergeUpdates` takes quadratic
 * time: with its own limit of 1 MB somebody who replays 40,000 small updates stops the whole node for half a minute.
 * This much is some 140 keystrokes, which take 3 µs each.
 */
const MERGED_BYTES = 4_096;

/** How Hocuspocus and its sockets behave by themselves. */
const HOCUSPOCUS_OPTIONS = {
  quiet: true,
  stopOnSignals: false,
  debounce: 500,
  maxDebounce: 2_000,
  // Silence is the heartbeat's to notice: hidden tabs may say nothing for minutes.
  timeout: 300_000,
  maxPendingDocuments: 2,
  flushMaxBytes: MERGED_BYTES,
  maxUnauthenticatedQueueSize: MAX_UNAUTHENTICATED_BYTES,
  // Pings are answered by `GuardedSocket`, within a budget.
  websocketOptions: { maxPayload: MAX_FRAME_BYTES, autoPong: false },
};

type StartOptions = Pick<UpdateLogOptions, "maxQueueBytes"> & {
  /** Nothing else runs in this process, so the node may take its console over to keep short what libraries print. */
  hasConsole?: boolean;
  log?: Log;
};

/**
 * Starts a collab node and resolves when it accepts connections, with its port and `stop()`, which refuses newcomers,
 * stores every document, closes the sockets with 1012 and resolves within ten seconds.
 */
export async function startCollab(
  env: CollabEnv,
  { maxQueueBytes, hasConsole = false, log = openLog("collab", env.LOG_LEVEL) }: StartOptions = {},
) {
  const nodeId = randomUUID();
  const { AUTH_SECRET: secret, APP_ORIGIN: appOrigin } = env;
  const db = openDatabase({
    connectionString: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
    isPooled: env.DIRECT_DATABASE_URL !== undefined,
    onLost: (err) => log.warn({ err }, "Postgres connection lost"),
    ...(env.LOG.has("sql") && { onQuery: (query) => log.info(query, "sql") }),
  });
  const users = new ConnectionsOfUsers();
  const bus = new Bus({ db, users, log, connectionString: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL });
  const health = new Health({ db, bus });
  const updateLog = new UpdateLog({ db, nodeId, log, maxQueueBytes });
  const metrics = collabMetrics({ db, health, updateLog });
  if (hasConsole) hushLibraries({ log, onComplaint: () => metrics.complaints.inc() });
  const lastEdits = new LastEdits({ db, log, updateLog });
  const merger = new Merger();
  const persistence = new Persistence({ db, log, updateLog, merge: merger.merge, metrics });
  const accounts = new Accounts({ secret, appOrigin, metrics });
  const places = new Places();
  const door = new Door({ accounts, places, metrics });
  const clientIds = new ClientIds();
  const redisSync = env.REDIS_URL ? new RedisSync({ url: env.REDIS_URL, nodeId, log, clientIds, metrics }) : undefined;
  const marks = new Marks({ updateLog, persistence, redisSync });
  const online = new Online({ db, log, nodeId, bus });
  const heartbeat = new Heartbeat({ metrics });

  const server = new Server({
    ...HOCUSPOCUS_OPTIONS,
    port: env.COLLAB_PORT,
    address: env.HOST,
    // Hooks run in this order, but for those with a priority.
    extensions: [
      door,
      new Gate({ appOrigin, accounts, health, metrics }),
      new Authenticate({ db, secret, appOrigin, places, door, persistence, metrics }),
      users,
      new Newcomers({ metrics }),
      marks,
      clientIds,
      new UpdateRules({ updateLog, clientIds, persistence, marks, metrics }),
      new AwarenessRules(clientIds),
      persistence,
      ...(redisSync ? [redisSync] : []),
      online,
      heartbeat,
      new Traffic({ metrics, ...(env.LOG.has("collab") && { log }) }),
      new StorageState(updateLog),
      new SelfCheck({ nodeId, region: env.REGION, updateLog, redisSync }),
      bus,
    ],
  });
  const { hocuspocus } = server;
  gaugeNode({ hocuspocus, updateLog, redisSync });
  await bus.start();
  const endMetrics = await serveMetrics({ port: env.COLLAB_METRICS_PORT, host: env.HOST });
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
    health.isDraining = true;
    const deadline = Date.now() + DRAIN_DEADLINE_MS;
    await sendAway(hocuspocus, deadline);
    await Promise.race([
      updateLog.allDrained().then(() => persistence.idle()),
      sleep(Math.max(0, deadline - Date.now())),
    ]);
    const { bytes } = updateLog.backlog;
    if (bytes > 0)
      log.error({ bytes }, "stopped with edits that Postgres did not take; nobody was told that they are saved");
    updateLog.stop();
    endMetrics();
    heartbeat.stop();
    accounts.stop();
    await redisSync?.onDestroy();
    await Promise.race([Promise.all([lastEdits.stop(), online.stop(), bus.stop(), merger.stop()]), sleep(STOP_MS)]);
    await Promise.race([db.destroy(), sleep(STOP_MS)]);
    server.httpServer.close();
    server.httpServer.closeAllConnections();
  }

  return { port: server.address.port, stop, hocuspocus };
}

if (import.meta.main) await runProcess("collab", readEnv, (env, log) => startCollab(env, { log, hasConsole: true }));
