// @ts-check
/**
 * The frame in which a page of the session is shown: an origin that nothing else has, without a network. What composes
 * the page comes from the page around it, by the port. It is served as it stands, within the page of /preview
 * (app/server/preview-page.ts), and is the same for everybody.
 */
"use strict";

/** @import { ToPreview } from "./messages.ts" */
(() => {
  const page = parent;
  addEventListener("message", function receivePort({ source, ports: [port] }) {
    if (source !== page || !port) return;
    removeEventListener("message", receivePort);
    const tell = port.postMessage.bind(port);
    // It is here, whatever comes of it.
    tell({ type: "pong" });
    port.onmessage = ({ data }) => {
      const message = /** @type {ToPreview} */ (data);
      if (message.type === "ping") tell({ type: "pong" });
      if (message.type === "prepare") new Function("port", message.script)(port);
    };
  });
})();
