import { z } from "../../protocol/zod.ts";
import { parseEnv, sharedEnv } from "../../db/env.ts";

export type WebEnv = ReturnType<typeof readEnv>;

const url = z.url({ protocol: /^https?$/ });

const list = (entry: RegExp, message: string) =>
  z.string().refine((value) => value.split(",").every((part) => entry.test(part.trim())), message);
const collabNodes = list(
  /^(\w[\w-]*=)?(dns:)?(\[[\da-f:.]+\]|[^\s:=[\]]+):\d{1,5}$/i,
  "must be host:port, dns:name:port or region=host:port, separated by commas",
);
const proxies = list(
  /^(\d+|loopback|linklocal|uniquelocal|[\da-f:.]+(\/[\d.]+)?)$/i,
  "must be the number of proxies, or their addresses separated by commas",
);

/** Dollars for a million tokens: `0.25,2` for what is sent and what comes back. */
const prices = z
  .string()
  .regex(
    /^\d+(\.\d+)?\s*,\s*\d+(\.\d+)?$/,
    "must be two numbers separated by a comma: dollars for a million input and output tokens",
  )
  .transform((value) => {
    const [input = 0, output = 0] = value.split(",").map(Number);
    return { input, output };
  });

const contact = z
  .string()
  .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+[\d-]+)$/, "must be a mailto:, https:// or tel: address");

/** What the web process needs. */
export const webEnv = {
  ...sharedEnv,
  COLLAB_NODES: collabNodes.optional(),
  COLLAB_URL: z.url({ protocol: /^wss?$/ }).optional(),
  TRUST_PROXY: proxies.optional(),
  REQUESTS_A_SECOND: z.coerce.number().int().min(1).max(1_000_000).default(100),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: url.default("https://github.com"),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url.default("https://api.openai.com/v1"),
  OPENAI_MODEL: z.string().default("gpt-5.4-mini"),
  OPENAI_PRICES: prices.optional(),
  MAX_GUEST_REVIEWS_AN_HOUR_AN_ADDRESS: z.coerce.number().int().min(0).max(1_000_000).default(20),
  MAX_REVIEWS_AN_HOUR_A_SERVER: z.coerce.number().int().min(0).max(1_000_000).default(200),
  SOURCE_URL: url.optional(),
  SECURITY_CONTACT: contact.optional(),
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
