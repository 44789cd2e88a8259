/**
 * Whether a browser that has nothing of ours will keep what it is given, before a guest or a session is made for it:
 * one that keeps nothing would be a stranger again at the next click. It is sent to the same address once more, with a
 * cookie.
 */
import type { RequestHandler } from "express";

const PROBE = "tandem-probe";
const ASKED = "cookies=asked";
/** Where somebody may become a guest, as pages send it and, with `.data`, as their scripts do. */
const GUEST_ROUTES = /^\/(?:start|auth\/guest|join\/[^/]+)(?:\.data)?$/;

/** Scripts send no `Origin`, and need no second trip: their authors keep whatever cookies they need. */
const isBrowser = (headers: Record<string, string | string[] | undefined>) =>
  headers.origin !== undefined && /^Mozilla\//.test(String(headers["user-agent"] ?? ""));

/** Sets `response.locals.keepsNoCookies` for a browser that was asked and brought nothing back. */
export const askForCookies = (): RequestHandler => (request, response, next) => {
  if (
    request.method !== "POST" ||
    !GUEST_ROUTES.test(request.path) ||
    request.headers.cookie ||
    !isBrowser(request.headers)
  )
    return next();
  if (request.originalUrl.split("?")[1]?.split("&").includes(ASKED)) {
    response.locals.keepsNoCookies = true;
    return next();
  }
  // The body is sent again, too, by a form and by a script.
  response
    .status(307)
    .set({ "Set-Cookie": `${PROBE}=1; Path=/; SameSite=Lax; HttpOnly; Max-Age=600`, "Cache-Control": "no-store" })
    .set("Location", `${request.originalUrl}${request.originalUrl.includes("?") ? "&" : "?"}${ASKED}`)
    .end();
};
