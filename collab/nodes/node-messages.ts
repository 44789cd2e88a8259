/** What collab nodes say to each other over Redis: who speaks, what about, and bytes of Yjs (V1) and of awareness. */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { z } from "zod";

const KINDS = ["change", "hello", "answer", "alive", "bye"] as const;

/**
 * - `change`: what a document has gained in one turn of the event loop.
 * - `hello`: "this is my state vector, send me what I lack"; with `isMutual` what the others lack is wanted by them
 * too.
 * - `answer`: what a node lacks, sent to that node alone; with a state vector where something is wanted in return.
 * - `alive`, `bye`: of the node itself, with no document.
 */
export type NodeMessage = {
  kind: (typeof KINDS)[number];
  nodeId: string;
  sessionId: string;
  update?: Uint8Array;
  awareness?: Uint8Array;
  stateVector?: Uint8Array;
  isMutual?: boolean;
};

const uuid = z.uuid();
const NOTHING = new Uint8Array();

/** The bytes of a message. */
export function encodeMessage({
  kind,
  nodeId,
  sessionId,
  update,
  awareness,
  stateVector,
  isMutual = false,
}: NodeMessage): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeUint8(encoder, KINDS.indexOf(kind));
  encoding.writeUint8Array(encoder, bytesOf(nodeId));
  encoding.writeVarUint8Array(encoder, sessionId ? bytesOf(sessionId) : NOTHING);
  encoding.writeVarUint8Array(encoder, update ?? NOTHING);
  encoding.writeVarUint8Array(encoder, awareness ?? NOTHING);
  encoding.writeVarUint8Array(encoder, stateVector ?? NOTHING);
  encoding.writeUint8(encoder, isMutual ? 1 : 0);
  return Buffer.from(encoding.toUint8Array(encoder));
}

/** Reads a message. Throws for anything else: anybody with the password may write on a channel. */
export function decodeMessage(bytes: Uint8Array): NodeMessage {
  const decoder = decoding.createDecoder(bytes);
  const kind = KINDS[decoding.readUint8(decoder)];
  if (!kind) throw new Error("A message of no known kind.");
  const nodeId = idOf(decoding.readUint8Array(decoder, 16));
  const session = decoding.readVarUint8Array(decoder);
  const [update, awareness, stateVector] = [0, 0, 0].map(() => decoding.readVarUint8Array(decoder));
  const isMutual = decoding.readUint8(decoder) === 1;
  const given = (part: Uint8Array | undefined) => (part && part.length > 0 ? part : undefined);
  return {
    kind,
    nodeId,
    sessionId: session.length > 0 ? idOf(session) : "",
    update: given(update),
    awareness: given(awareness),
    stateVector: given(stateVector),
    isMutual,
  };
}

const bytesOf = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex");

function idOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return uuid.parse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-"));
}
