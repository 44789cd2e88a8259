import { parseEnv, sharedEnv } from "../db/env.ts";

export type CollabEnv = ReturnType<typeof readEnv>;

export const collabEnv = sharedEnv;

/**
 * The settings of a collab process; throws one error that lists all that is wrong. On Fly it knows by itself where it
 * is.
 */
export function readEnv(source: Record<string, string | undefined> = process.env) {
  const env = parseEnv(collabEnv, source);
  return { ...env, REGION: env.REGION ?? source.FLY_REGION };
}
