/**
 * What a frame is, read from its head alone: one that is addressed to no document, or would make Hocuspocus complain,
 * goes no further.
 */
import { MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { messageYjsSyncStep1, messageYjsUpdate } from "y-protocols/sync";

/**
 * - `sign-in`: opens a document.
 * - `question`: a SyncStep1, whose answer may be the whole document.
 * - `edit`: a SyncStep2 or an update.
 * - `other`: presence, an event, or leaving the document.
 * - `unknown`: well-formed, and of no kind that a client sends here.
 */
export type FrameHead = { kind: "sign-in" | "question" | "edit" | "other" | "unknown"; address: string };

const TOKEN = 0;

/**
 * Undefined for a malformed frame: one without a head, one with a part that is said to be longer than the frame, or one
 * of a kind that only the server sends.
 */
export function readHead(frame: Uint8Array): FrameHead | undefined {
  try {
    const decoder = decoding.createDecoder(frame);
    // Read as bytes, whatever they are: all that matters is whether two are the same.
    const address = Buffer.from(readPart(decoder)).toString("latin1");
    const type = decoding.readVarUint(decoder);
    switch (type) {
      case MessageType.Sync:
      case MessageType.SyncReply: {
        const step = decoding.readVarUint(decoder);
        if (step > messageYjsUpdate) return;
        readPart(decoder);
        return { kind: step === messageYjsSyncStep1 ? "question" : "edit", address };
      }
      case MessageType.Awareness:
      case MessageType.Stateless:
        readPart(decoder);
        return { kind: "other", address };
      case MessageType.Auth:
        if (decoding.readVarUint(decoder) !== TOKEN) return { kind: "unknown", address };
        readPart(decoder);
        if (decoding.hasContent(decoder)) readPart(decoder);
        return { kind: "sign-in", address };
      case MessageType.CLOSE:
        return { kind: "other", address };
      case MessageType.BroadcastStateless:
        return;
      default:
        return { kind: "unknown", address };
    }
  } catch {
    return;
  }
}

/**
 * A string or bytes, with their length before them. lib0 would read on behind the frame, into what else is in its
 * buffer.
 */
export function readPart(decoder: decoding.Decoder): Uint8Array {
  const length = decoding.readVarUint(decoder);
  if (length > decoder.arr.length - decoder.pos) throw new Error("This part is longer than its frame.");
  return decoding.readUint8Array(decoder, length);
}

/** Whether the server says no to a sign-in with this frame, or yes; undefined for any other. */
export function readAnswer(frame: Uint8Array): "denied" | "let in" | undefined {
  const decoder = decoding.createDecoder(frame);
  readPart(decoder);
  if (decoding.readVarUint(decoder) !== Number(MessageType.Auth)) return;
  return decoding.readVarUint(decoder) === 1 ? "denied" : "let in";
}

/**
 * The document that an address names; after a zero the address may say which of several connections on one socket is
 * meant.
 */
export const documentOf = (address: string) => address.split("\0", 1)[0];
