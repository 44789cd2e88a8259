import { z } from "../../protocol/zod.ts";
import { origin, parseEnv, sharedEnv } from "../../db/env.ts";

export type WebEnv = ReturnType<typeof readEnv>;

const url = z.url({ protocol: /^https?$/ });
const count = (least: number) => z.coerce.number().check(z.int(), z.gte(least), z.lte(1_000_000));

const list = (entry: RegExp, message: string) =>
  z.string().check(z.refine((value) => value.split(",").every((part) => entry.test(part.trim())), message));
const collabNodes = list(
  /^(\w[\w-]*=)?(dns:)?(\[[\da-f:.]+\]|[^\s:=[\]]+):\d{1,5}$/i,
  "must be host:port, dns:name:port or region=host:port, separated by commas",
);
const proxies = list(
  /^(\d+|loopback|linklocal|uniquelocal|[\da-f:.]+(\/[\d.]+)?)$/i,
  "must be the number of proxies, or their addresses separated by commas",
);

/** Dollars for a million tokens: `0.25,2` for what is sent and what comes back. */
const prices = z.pipe(
  z
    .string()
    .check(
      z.regex(
        /^\d+(\.\d+)?\s*,\s*\d+(\.\d+)?$/,
        "must be two numbers separated by a comma: dollars for a million input and output tokens",
      ),
    ),
  z.transform((value) => {
    const [input = 0, output = 0] = value.split(",").map(Number);
    return { input, output };
  }),
);

const contact = z
  .string()
  .check(
    z.regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+[\d-]+)$/, "must be a mailto:, https:// or tel: address"),
  );

/** What the web process needs. */
export const webEnv = {
  ...sharedEnv,
  COLLAB_NODES: z.optional(collabNodes),
  COLLAB_URL: z.optional(z.url({ protocol: /^wss?$/ })),
  PREVIEW_ORIGIN: origin.optional(),
  TRUST_PROXY: z.optional(proxies),
  REQUESTS_A_SECOND: z._default(count(1), 100),
  GITHUB_CLIENT_ID: z.optional(z.string()),
  GITHUB_CLIENT_SECRET: z.optional(z.string()),
  GITHUB_URL: z._default(url, "https://github.com"),
  OPENAI_API_KEY: z.optional(z.string()),
  OPENAI_BASE_URL: z._default(url, "https://api.openai.com/v1"),
  OPENAI_MODEL: z._default(z.string(), "gpt-5.4-mini"),
  OPENAI_PRICES: z.optional(prices),
  MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS: z._default(count(0), 20),
  MAX_REVIEWS_AN_HOUR_A_SERVER: z._default(count(0), 200),
  SOURCE_URL: z.optional(url),
  SECURITY_CONTACT: z.optional(contact),
};

/**
 * The settings of a web process; throws one error that lists all that is wrong. On Fly it knows by itself where it is.
 */
export function readEnv(source: Record<string, string | undefined> = process.env) {
  const env = parseEnv(webEnv, source);
  return {
    ...env,
    COLLAB_NODES: env.COLLAB_NODES ?? `127.0.0.1:${env.COLLAB_PORT}`,
    REGION: env.REGION ?? source.FLY_REGION,
  };
}
