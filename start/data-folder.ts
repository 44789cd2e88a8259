import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Problem, sentenceOf } from "./problem.ts";

const secretsFile = z.object({ AUTH_SECRET: z.string().min(32) });
export type Secrets = z.infer<typeof secretsFile>;

/**
 * Makes the folder of everything that is kept, if it is not there, and the secrets in it that nobody has to think of.
 */
export function openDataFolder(folder: string): Secrets {
  const file = path.join(folder, "secrets.json");
  try {
    mkdirSync(folder, { recursive: true });
    if (!existsSync(file)) writeSecrets(file);
    return parseSecrets(file, readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`The data folder ${folder} cannot be used: ${sentenceOf(error)}. TANDEM_DATA chooses another.`);
  }
}

function writeSecrets(file: string) {
  const secrets: Secrets = { AUTH_SECRET: randomBytes(32).toString("base64url") };
  // Renamed into place, so that a power cut never leaves half a file.
  writeFileSync(`${file}.new`, JSON.stringify(secrets), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function parseSecrets(file: string, text: string): Secrets {
  try {
    return secretsFile.parse(JSON.parse(text));
  } catch {
    throw new Problem(
      `${file} is damaged: put back a copy of it, or delete it; without it everybody has to sign in again, and guests lose what they own.`,
    );
  }
}
