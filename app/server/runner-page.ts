/**
 * The page of the frame in which code runs. It is the same for everybody, whatever cookie comes, and an origin of its
 * own: what runs in it may use neither the network nor anything of this one (docs/running.md).
 */
import type { RequestHandler } from "express";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

const script = readFileSync(path.join(import.meta.dirname, "..", "runner", "frame.js"), "utf8");
const hash = createHash("sha256").update(script).digest("base64");
const page = `<!doctype html><meta charset="utf-8"><title>Tandem</title><script>${script}</script>`;

const policy = [
  // Without allow-same-origin: whatever the page says that frames this one.
  "sandbox allow-scripts",
  "default-src 'none'",
  // Workers are made of texts, and WebAssembly and people's code are evaluated: here that is the purpose.
  `script-src 'sha256-${hash}' blob: 'unsafe-eval'`,
  "worker-src blob:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

const denied = [
  "accelerometer",
  "autoplay",
  "camera",
  "clipboard-read",
  "clipboard-write",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

export const runnerPage: RequestHandler = (_request, response) => {
  response.removeHeader("X-Frame-Options");
  response
    .set({
      "Content-Security-Policy": policy,
      "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy": denied,
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "public, no-cache",
    })
    .type("html")
    .send(page);
};
