/**
 * The page of a frame in which people's code runs. It is the same for everybody, whatever cookie comes, and an origin
 * of its own: what runs in it may use neither the network nor anything of this one (docs/running.md).
 */
import type { RequestHandler } from "express";
import { framesVersion } from "./frames-version.ts";

const version = framesVersion();

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

type CagedPage = { script: string; policy: string[]; embedder?: string };

/** `policy`: what its content may do, but for what goes for all of them. `embedder`: the origin that may frame it. */
export const cagedPage = ({ script, policy, embedder = "'self'" }: CagedPage): RequestHandler => {
  const page = `<!doctype html><meta charset="utf-8"><title>Tandem</title><script>${script}</script>`;
  const headers = {
    "Content-Security-Policy": [
      ...policy,
      "default-src 'none'",
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${embedder}`,
    ].join("; "),
    "Cross-Origin-Resource-Policy": embedder === "'self'" ? "same-origin" : "cross-origin",
    "Permissions-Policy": denied,
    "Referrer-Policy": "no-referrer",
  };
  return (request, response) => {
    // Kept by the browser: a preview is loaded anew with each edit, also while there is no network.
    const isKept = request.query.v === version;
    response.removeHeader("X-Frame-Options");
    response.set(headers).set("Cache-Control", isKept ? "public, max-age=31536000, immutable" : "public, no-cache");
    response.type("html").send(page);
  };
};
