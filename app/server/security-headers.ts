import type { RequestHandler } from "express";
import { randomBytes } from "node:crypto";
import type { WebEnv } from "./env.ts";

const isSecureContext = (origin: string) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(origin);

/** Sets them on every answer, and `locals.cspNonce`, which the scripts of a page carry. */
export const securityHeaders =
  (env: WebEnv, isDevelopment: boolean): RequestHandler =>
  (_request, response, next) => {
    const nonce = randomBytes(16).toString("base64");
    response.locals.cspNonce = nonce;
    const others = [env.COLLAB_URL, env.SENTRY_DSN].flatMap((url) => (url ? [new URL(url).origin] : []));
    const ownSocket = env.APP_ORIGIN.replace(/^http/, "ws");
    response.set({
      "Content-Security-Policy": [
        "default-src 'self'",
        `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
        "style-src 'self' 'unsafe-inline'",
        "worker-src 'self' blob:",
        "font-src 'self' data:",
        "img-src 'self' data: https:",
        ["connect-src 'self'", ownSocket, ...others].join(" "),
        // Else what goes for all: nothing of another site.
        ...(env.PREVIEW_ORIGIN ? [`frame-src 'self' ${env.PREVIEW_ORIGIN}`] : []),
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        `form-action 'self' ${new URL(env.GITHUB_URL).origin}`,
      ].join("; "),
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      // Over plain http to another host it would be ignored, with an error on the page's console.
      ...(isSecureContext(env.APP_ORIGIN) && { "Cross-Origin-Opener-Policy": "same-origin" }),
      "X-Frame-Options": "DENY",
      ...(env.APP_ORIGIN.startsWith("https:") && { "Strict-Transport-Security": "max-age=31536000" }),
    });
    next();
  };
