import { z } from "zod";

const PORT_RANGE = "must be a number from 1 to 65535";
const port = z.coerce.number(PORT_RANGE).int(PORT_RANGE).min(1, PORT_RANGE).max(65_535, PORT_RANGE);
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL");
export const origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => URL.canParse(url) && new URL(url).origin === url,
    "must be an origin such as https://tandem.example.com, without a path",
  );

/** What migrations need. */
export const databaseEnv = {
  DATABASE_URL: postgresUrl,
  DIRECT_DATABASE_URL: postgresUrl.optional(),
};

/** What the web and the collab process both need. */
export const sharedEnv = {
  ...databaseEnv,
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters"),
  APP_ORIGIN: origin,
  HOST: z.string().default("::"),
  PORT: port.default(3000),
  COLLAB_PORT: port.default(3001),
  METRICS_PORT: port.optional(),
  COLLAB_METRICS_PORT: port.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: "must be a redis:// or rediss:// URL" }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(500).default(10),
  ALLOW_GUESTS: z
    .enum(["0", "1"])
    .default("1")
    .transform((value) => value === "1"),
  REGION: z.string().optional(),
  SENTRY_DSN: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => URL.canParse(url) && new URL(url).username !== "",
      "must be a DSN such as https://key@sentry.example.com/1",
    )
    .optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  LOG: z
    .string()
    .default("")
    .transform((value) => new Set(value.split(",").map((part) => part.trim()))),
};

/** The variables that say something: an empty one counts as unset, a placeholder (`your-…`) as missing. */
export const givenSettings = (source: Record<string, string | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value && !/^<?your-/i.test(value)));

/**
 * Reads a process' settings from the given variables. Throws one error that lists everything that is wrong, so that
 * nobody has to fix settings one start at a time.
 */
export function parseEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined> = process.env,
) {
  const given = givenSettings(source);
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message, code }) => {
    const name = path.join(".");
    return `  ${name}: ${code === "invalid_type" && !(name in given) ? "is missing" : message}`;
  });
  throw new Error(`These settings need attention (see .env.example):\n${problems.join("\n")}`);
}
