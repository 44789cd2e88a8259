/** The collab process: Hocuspocus with our extensions, listening and stopping in order. */
import { Server } from "@hocuspocus/server";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { openDatabase } from "../db/client.ts";
import { signInHash } from "../db/sign-ins.ts";
import { type Log, openLog } from "../observe/log.ts";
import { serveMetrics } from "../observe/metrics-server.ts";
import { runProcess } from "../observe/run-process.ts";
import { Authenticate } from "./door/authenticate.ts";
import { Accounts } from "./door/budgets.ts";
import { Bus, closeSocket } from "./bus.ts";
import { ClientIds } from "./document/client-ids.ts";
import { Door } from "./door/door.ts";
import { sendAway } from "./door/drain.ts";
import { Marks } from "./log/marks.ts";
import { type CollabEnv, readEnv } from "./env.ts";
import { Gate } from "./door/gate.ts";
import { Heartbeat } from "./door/heartbeat.ts";
import { LastEdits } from "./log/last-edits.ts";
import { hushLibraries } from "./library-log.ts";
import { Merger } from "./log/merger.ts";
import { ConnectionsOfUsers } from "./door/connections-of-users.ts";
import { collabMetrics } from "./metrics.ts";
import { Newcomers } from "./door/newcomers.ts";
import { Persistence } from "./document/persistence.ts";
import { Places } from "./door/places.ts";
import { AwarenessRules } from "./document/awareness-rules.ts";
import { CLOSE } from "../protocol/close-codes.ts";
import { MAX_FRAME_BYTES, MAX_UNAUTHENTICATED_BYTES, UNAUTHENTICATED_TIMEOUT_MS } from "../protocol/limits.ts";
import { RedisSync } from "./nodes/redis-sync.ts";
import { broadcast, send } from "./send.ts";
import { Traffic } from "./traffic.ts";
import { UpdateLog, type UpdateLogOptions } from "./log/update-log.ts";
import { UpdateRules } from "./document/update-rules.ts";
import { Online } from "./nodes/online.ts";

/** What is left of ten seconds is for ending the connections to Postgres and Redis. */
const DRAIN_DEADLINE_MS = 7_500;
/**
 * Hocuspocus merges what one turn of the event loop brings before it sends it on, and `Y.mergeUpdates` takes quadratic
 * time: with its own limit of 1 MB somebody who replays 40,000 small updates stops the whole node for half a minute.
 * This much is some 140 keystrokes, which take 3 µs each.
 */
const MERGED_BYTES = 4_096;

/**
 * Starts a collab node and resolves when it accepts connections, with its port and `stop()`. `hasConsole` says that the
 * process is the node's alone, and what libraries print is the node's to keep short.
 * `stop()` refuses newcomers, stores every document, closes the sockets with 1012 and returns within ten seconds.
 */
export async function startCollab(
  env: CollabEnv,
  {
    maxQueueBytes,
    hasConsole = false,
    log = openLog("collab", env.LOG_LEVEL),
  }: Pick<UpdateLogOptions, "maxQueueBytes"> & { hasConsole?: boolean; log?: Log } = {},
) {
  const db = openDatabase({
    connectionString: env.DATABASE_URL,
    poolSize: env.DATABASE_POOL,
    onLost: (err) => log.warn({ err }, "Postgres connection lost"),
    ...(env.LOG.has("sql") && { onQuery: (query) => log.info(query, "sql") }),
  });
  const nodeId = randomUUID();
  let draining = false;

  const lastEdits = new LastEdits({ db, log });
  const updateLog = new UpdateLog({
    db,
    nodeId,
    log,
    maxQueueBytes,
    onStorage(state) {
      for (const document of hocuspocus.documents.values()) broadcast(document, { type: "storage", state });
    },
    onRefused(sessionId) {
      metrics.updatesRefused.inc({ reason: "gone" });
      endConnections(sessionId);
    },
    onCommitted({ sessionBytes, rows, ms, waitedMs }) {
      metrics.logRows.inc(rows);
      metrics.commitSeconds.observe(ms / 1_000);
      for (const waited of waitedMs) metrics.durableSeconds.observe(waited / 1_000);
      for (const [sessionId, bytes] of sessionBytes) {
        persistence.noteLogged(sessionId, bytes);
        lastEdits.note(sessionId);
      }
    },
  });
  const merger = new Merger();
  const persistence = new Persistence({
    db,
    log,
    merge: merger.merge,
    onLoaded: ({ ms }) => metrics.loadSeconds.observe(ms / 1_000),
    onCompacted: ({ ms }) => metrics.compactionSeconds.observe(ms / 1_000),
    onDamaged: () => metrics.damaged.inc(),
  });
  /** Of a document that is gone or was replaced: coming back, each page is told which. */
  function endConnections(sessionId: string) {
    for (const connection of hocuspocus.documents.get(sessionId)?.getConnections() ?? [])
      closeSocket(connection, CLOSE.restart.code, "not stored");
  }
  const isReady = async () => {
    if (draining || bus.problem) return false;
    await sql`select 1`.execute(db);
    return true;
  };
  const metrics = collabMetrics({
    db,
    isReady,
    hocuspocus: () => hocuspocus,
    backlog: () => updateLog.backlog,
    isRedisUp: () => redisSync?.isUp,
  });
  if (hasConsole) hushLibraries({ log, onComplaint: () => metrics.complaints.inc() });
  const accounts = new Accounts({ onPaused: () => metrics.slowed.inc() });
  const signInOf = (cookie: string | null | undefined) =>
    signInHash({ secret: env.AUTH_SECRET, appOrigin: env.APP_ORIGIN, cookieHeader: cookie });
  const places = new Places();
  const door = new Door({
    accounts,
    signInOf,
    onIgnored: (reason) => metrics.ignored.inc({ reason }),
    onRefused: (reason) => metrics.refused.inc({ reason }),
    onUnread: () => metrics.unread.inc(),
    onGone: (request) => places.leave(request),
  });
  const online = new Online({
    db,
    log,
    nodeId,
    onChanged(sessionIds) {
      for (const id of sessionIds) {
        const document = hocuspocus.documents.get(id);
        if (document) bus.announcePeople(document);
      }
    },
  });
  const clientIds = new ClientIds();
  const redisSync = env.REDIS_URL
    ? new RedisSync({
        url: env.REDIS_URL,
        nodeId,
        log,
        onPublished: (bytes) => {
          metrics.redisMessages.inc();
          metrics.redisBytes.inc(bytes);
        },
        onReceived: () => metrics.redisReceived.inc(),
        onJunk: () => metrics.redisJunk.inc(),
        onNodeGone: (document, clients) => clientIds.release(document, clients),
      })
    : undefined;
  const marks = new Marks({
    updateLog,
    lineageOf: persistence.lineageOf,
    onGap: (sessionId) => redisSync?.resync(sessionId),
  });
  const heartbeat = new Heartbeat({ onUnread: () => metrics.unread.inc() });
  const users = new ConnectionsOfUsers();
  const server = new Server({
    port: env.COLLAB_PORT,
    address: env.HOST,
    quiet: true,
    stopOnSignals: false,
    debounce: 500,
    maxDebounce: 2_000,
    // Silence is the heartbeat's to notice: hidden tabs may say nothing for minutes.
    timeout: 300_000,
    maxPendingDocuments: 2,
    flushMaxBytes: MERGED_BYTES,
    maxUnauthenticatedQueueSize: MAX_UNAUTHENTICATED_BYTES,
    // Pings are answered at the door, as long as they are few.
    websocketOptions: { maxPayload: MAX_FRAME_BYTES, autoPong: false },
    extensions: [
      door,
      new Gate({
        appOrigin: env.APP_ORIGIN,
        takeSocket: (cookie) => accounts.ofSignIn(signInOf(cookie)).takeSocket(),
        isDraining: () => draining,
        isReady,
        problem: () => bus.problem,
        onRefused: (reason) => metrics.refused.inc({ reason }),
      }),
      new Authenticate({
        db,
        secret: env.AUTH_SECRET,
        appOrigin: env.APP_ORIGIN,
        places,
        onSignedIn: (request, userId, signIn) => door.signedIn(request, userId, signIn),
        liveLineage: persistence.lineageOf,
        onReplaced: endConnections,
        onRefused: (reason) => metrics.refused.inc({ reason }),
      }),
      users,
      new Newcomers({
        timeoutMs: UNAUTHENTICATED_TIMEOUT_MS,
        bytes: MAX_UNAUTHENTICATED_BYTES,
        onRefused: (reason) => metrics.refused.inc({ reason }),
      }),
      marks,
      clientIds,
      new UpdateRules({
        updateLog,
        clientIds,
        storedBytes: persistence.storedBytes,
        onRefused: (reason) => metrics.updatesRefused.inc({ reason }),
        onCaughtUp: (connection) => marks.answer(connection),
      }),
      new AwarenessRules(clientIds),
      persistence,
      ...(redisSync ? [redisSync] : []),
      online,
      heartbeat,
      new Traffic({
        onFrame(direction, bytes, isEdit) {
          metrics.frames.inc({ direction });
          if (isEdit) metrics.updates.inc({ direction });
          metrics.frameBytes.inc({ direction }, bytes);
        },
        ...(env.LOG.has("collab") && { log }),
      }),
    ],
    async connected({ connection }) {
      if (updateLog.storage === "delayed") send(connection, { type: "storage", state: "delayed" });
      await bus.recheck(connection);
    },
  });
  const { hocuspocus } = server;

  const bus: Bus = new Bus({
    db,
    hocuspocus,
    users,
    log,
    connectionString: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL,
  });
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
    draining = true;
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
    await Promise.race([Promise.all([lastEdits.stop(), online.stop(), bus.stop(), merger.stop()]), sleep(500)]);
    await Promise.race([db.destroy(), sleep(500)]);
    server.httpServer.close();
    server.httpServer.closeAllConnections();
  }

  return { port: server.address.port, stop, hocuspocus };
}

if (import.meta.main) await runProcess("collab", readEnv, (env, log) => startCollab(env, { log, hasConsole: true }));
