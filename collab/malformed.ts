/**
 * What a page sends is well-formed, or its socket closes with 1007. Hocuspocus acknowledges an update that does not
 * decode as applied; and where it does object, it leaves the document but keeps the socket, and the page would go on
 * sending into the void for half a minute.
 */
import type { beforeSyncPayload, connectedPayload, Extension } from "@hocuspocus/server";
import * as Y from "yjs";
import { CLOSE } from "./protocol.ts";

const SYNC_STEP_1 = 0;
/** The code with which Hocuspocus ends a connection whose message threw. */
const HOCUSPOCUS_RESET = 4205;

export class Malformed implements Extension {
  extensionName = "malformed";

  async beforeSync({ type, payload }: beforeSyncPayload) {
    if (type !== SYNC_STEP_1) Y.decodeUpdate(payload);
  }

  async connected({ connection }: connectedPayload) {
    connection.onClose((_document, event) => {
      if (event?.code === HOCUSPOCUS_RESET) connection.webSocket.close(CLOSE.malformed, "malformed");
    });
  }
}
