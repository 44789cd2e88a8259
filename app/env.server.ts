import { z } from "zod";
import { parseEnv, sharedEnv } from "../db/env.ts";

export type WebEnv = ReturnType<typeof readEnv>;

const url = z.url({ protocol: /^https?$/ });

const webEnv = {
  ...sharedEnv,
  COLLAB_NODES: z.string().optional(),
  COLLAB_URL: z.url({ protocol: /^wss?$/ }).optional(),
  TRUST_PROXY: z.string().optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: url.default("https://github.com"),
};

/** The settings of a web process; throws one error that lists all that is wrong. */
export function readEnv(source?: Record<string, string | undefined>) {
  const env = parseEnv(webEnv, source);
  return { ...env, COLLAB_NODES: env.COLLAB_NODES ?? `127.0.0.1:${env.COLLAB_PORT}` };
}
