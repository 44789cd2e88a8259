/**
 * What a page sends is well-formed and plain text, or its socket closes with 1007. Hocuspocus acknowledges an update that does not
 * decode as applied; and where it does object, it leaves the document but keeps the socket, and the page would go on
 * sending into the void for half a minute.
 */
import type { beforeSyncPayload, connectedPayload, Extension } from "@hocuspocus/server";
import * as Y from "yjs";
import { CLOSE } from "./protocol.ts";

const SYNC_STEP_1 = 0;
const EMPTY_UPDATE_BYTES = 2;
/** The code with which Hocuspocus ends a connection whose message threw. */
const HOCUSPOCUS_RESET = 4205;

export class Malformed implements Extension {
  extensionName = "malformed";

  async beforeSync({ type, payload }: beforeSyncPayload) {
    if (type === SYNC_STEP_1) return;
    const { structs, ds } = Y.decodeUpdate(payload);
    // The other encoding, V2, reads as an empty update with a rest.
    for (const struct of structs) if (struct instanceof Y.Item) check(struct.content);
    if (structs.length === 0 && ds.clients.size === 0 && payload.length > EMPTY_UPDATE_BYTES) throw new Error("Not an update in V1.");
  }

  async connected({ connection }: connectedPayload) {
    connection.onClose((_document, event) => {
      if (event?.code === HOCUSPOCUS_RESET) connection.webSocket.close(CLOSE.malformed, "malformed");
    });
  }
}

/** A text holds characters and `\n`: anything else would make the text that editors show differ from the one that is kept. */
function check(content: Y.Item["content"]) {
  if (content instanceof Y.ContentString && content.str.includes("\r")) throw new Error("A text holds \\n only.");
  if (content instanceof Y.ContentEmbed || content instanceof Y.ContentFormat) throw new Error("A text holds plain characters only.");
}
