import { type DestinationStream, type LoggerOptions, pino } from "pino";
import { describeError, withoutSecrets } from "./describe-error.ts";

export type Log = ReturnType<typeof openLog>;

/** Names under which nothing is ever written, at the top and one and two levels below it. */
const HIDDEN = [
  "cookie",
  "authorization",
  "headers",
  "token",
  "password",
  "secret",
  "body",
  "text",
  "content",
  "update",
  "snapshot",
];
const ERROR_LEVEL = 50;

/**
 * The process' one log: JSON lines, without cookies, tokens, messages or code. `name` is `web` or `collab`.
 * `onError` gets each error that is logged as one (`{ err }`, level `error` or `fatal`); lines go to standard output
 * by default.
 */
export function openLog(
  name: string,
  level: string,
  { onError, to = pino.destination(1) }: { onError?: (error: unknown) => void; to?: DestinationStream } = {},
) {
  const options: LoggerOptions = {
    name,
    level,
    redact: { paths: HIDDEN.flatMap((each) => [each, `*.${each}`, `*.*.${each}`]), censor: "[redacted]" },
    serializers: { err: describeError },
    hooks: {
      logMethod(args, method, severity) {
        const [first] = args as unknown[];
        if (severity >= ERROR_LEVEL && first instanceof Object && "err" in first) onError?.(first.err);
        return method.apply(this, args);
      },
      // Secrets that got into a line in some other way.
      streamWrite: withoutSecrets,
    },
  };
  return pino(options, to);
}

/**
 * Logs what nobody has caught. After an exception the process' state is unknown: it calls `end`, once the line is
 * written.
 */
export function logUncaught(log: Log, end: () => void): void {
  process.on("unhandledRejection", (err) => log.error({ err }, "unhandled rejection"));
  process.on("uncaughtException", (err) => {
    log.fatal({ err }, "uncaught exception");
    end();
  });
}
