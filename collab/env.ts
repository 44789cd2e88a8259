import { parseEnv, sharedEnv } from "../db/env.ts";

export type CollabEnv = ReturnType<typeof readEnv>;

export const collabEnv = sharedEnv;

/** The settings of a collab process; throws one error that lists all that is wrong. */
export const readEnv = (source?: Record<string, string | undefined>) => parseEnv(collabEnv, source);
