/** Whom to tell of a weakness of this server (RFC 9116), where its operator has said so. */
import type { RequestHandler } from "express";
import type { WebEnv } from "./env.ts";

/** The RFC asks for less than a year; it is counted anew each day that the server is there to answer. */
const VALID_DAYS = 180;
const DAY_MS = 86_400_000;

/** The file's text on a day: it is the same all day long, so that caches can compare. */
export function securityTxt(
  { SECURITY_CONTACT, APP_ORIGIN }: Pick<WebEnv, "SECURITY_CONTACT" | "APP_ORIGIN">,
  now: Date,
) {
  if (!SECURITY_CONTACT) return;
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const expires = new Date(today + VALID_DAYS * DAY_MS).toISOString().replace(".000", "");
  return `Contact: ${SECURITY_CONTACT}\nExpires: ${expires}\nCanonical: ${APP_ORIGIN}/.well-known/security.txt\n`;
}

/** Without a contact there is no such file, and the address is left to the pages. */
export const securityTxtAnswer =
  (env: WebEnv): RequestHandler =>
  (request, response, next) => {
    const text = securityTxt(env, new Date());
    if (!text || (request.method !== "GET" && request.method !== "HEAD")) return next();
    response.set("Cache-Control", "public, max-age=3600").type("text/plain; charset=utf-8").send(text);
  };
