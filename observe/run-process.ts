/** A process from its settings to its exit code: the same for web and collab. */
import { openErrorReports } from "./error-reports.ts";
import { type Log, logUncaught, openLog } from "./log.ts";

/** The exit code of a process whose port is taken: its parent may choose another. */
export const PORT_TAKEN = 98;

/** "disconnect" comes when whoever started the process is gone. */
const END_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP", "disconnect"] as const;

type Settings = { LOG_LEVEL: string; SENTRY_DSN?: string | undefined; NODE_ENV: string };

/**
 * Reads the settings, starts, says "ready" to whoever started the process, and stops in order at a signal. Settings
 * that are wrong are printed, and what was thrown while starting is logged; the exit code is then 1, or `PORT_TAKEN`.
 */
export async function runProcess<Env extends Settings>(
  name: "web" | "collab",
  readEnv: () => Env,
  start: (env: Env, log: Log) => Promise<{ stop: () => Promise<void> }>,
): Promise<void> {
  const env = settingsOrExit(readEnv);
  const reports = await openErrorReports(env.SENTRY_DSN, { name, environment: env.NODE_ENV });
  const log = openLog(name, env.LOG_LEVEL, { onError: reports.report });
  const exit = (code: number) => void reports.close().finally(() => process.exit(code));
  logUncaught(log, () => exit(1));
  try {
    const { stop } = await start(env, log);
    for (const signal of END_SIGNALS) process.on(signal, () => void stop().finally(() => exit(0)));
    process.send?.("ready");
  } catch (err) {
    log.fatal({ err }, `${name} did not start`);
    exit(err instanceof Error && "code" in err && err.code === "EADDRINUSE" ? PORT_TAKEN : 1);
  }
}

function settingsOrExit<Env>(readEnv: () => Env): Env {
  try {
    return readEnv();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
