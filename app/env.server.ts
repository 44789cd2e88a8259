import { z } from "zod";
import { parseEnv, sharedEnv } from "../db/env.ts";

export type WebEnv = ReturnType<typeof readEnv>;

const url = z.url({ protocol: /^https?$/ });

const list = (entry: RegExp, message: string) =>
  z.string().refine((value) => value.split(",").every((part) => entry.test(part.trim())), message);
const collabNodes = list(/^(\w[\w-]*=)?(dns:)?(\[[\da-f:.]+\]|[^\s:=[\]]+):\d{1,5}$/i, "must be host:port, dns:name:port or region=host:port, separated by commas");
const proxies = list(/^(\d+|loopback|linklocal|uniquelocal|[\da-f:.]+(\/[\d.]+)?)$/i, "must be the number of proxies, or their addresses separated by commas");

/** What the web process needs. */
export const webEnv = {
  ...sharedEnv,
  COLLAB_NODES: collabNodes.optional(),
  REGION: z.string().optional(),
  COLLAB_URL: z.url({ protocol: /^wss?$/ }).optional(),
  TRUST_PROXY: proxies.optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: url.default("https://github.com"),
};

/** The settings of a web process; throws one error that lists all that is wrong. On Fly it knows by itself where it is. */
export function readEnv(source: Record<string, string | undefined> = process.env) {
  const env = parseEnv(webEnv, source);
  return { ...env, COLLAB_NODES: env.COLLAB_NODES ?? `127.0.0.1:${env.COLLAB_PORT}`, REGION: env.REGION ?? source.FLY_REGION };
}
