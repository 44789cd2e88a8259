import type { Connection, Document } from "@hocuspocus/server";
import type { ServerEvent } from "../protocol/events.ts";

/** Sends an event to one connection. */
export const send = (connection: Connection, event: ServerEvent) => connection.sendStateless(JSON.stringify(event));

/** Sends an event to everybody who is connected to this node's copy of a document. */
export const broadcast = (document: Document, event: ServerEvent) => document.broadcastStateless(JSON.stringify(event));
