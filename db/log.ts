import { pino } from "pino";

export type Log = ReturnType<typeof openLog>;

/** The process' one log: JSON lines, without cookies, tokens or code. `name` is `web` or `collab`. */
export const openLog = (name: string, level: string) =>
  pino({
    name,
    level,
    redact: { paths: ["*.cookie", "*.authorization", "*.token", "*.headers", "req.headers", "cookie"], censor: "[redacted]" },
  });
