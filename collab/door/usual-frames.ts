/**
 * What pages send nearly always: a plain edit, presence, a mark. These are taken in the turn in which they arrive, and
 * past the promises and hooks through which Hocuspocus leads every other frame.
 */
import { type Connection, MessageType } from "@hocuspocus/server";
import * as decoding from "lib0/decoding";
import { messageYjsUpdate } from "y-protocols/sync";
import type { AwarenessRules } from "../document/awareness-rules.ts";
import type { UpdateRules } from "../document/update-rules.ts";
import type { Marks } from "../log/marks.ts";
import { readPart } from "./frames.ts";

/**
 * - `edit`: it was an edit, and is applied.
 * - `taken`: it was something else, and is done.
 * - `malformed`: nothing of it was taken.
 * - `unusual`: it has to go the long way.
 */
export type Outcome = "edit" | "taken" | "malformed" | "unusual";

export type UsualFramesOptions = {
  updateRules: Pick<UpdateRules, "takePlain">;
  awarenessRules: Pick<AwarenessRules, "take">;
  marks: Pick<Marks, "take">;
};

export class UsualFrames {
  private readonly options: UsualFramesOptions;

  constructor(options: UsualFramesOptions) {
    this.options = options;
  }

  /** Takes a frame that is addressed to the connection's document; `start` is where the address ends. */
  take(connection: Connection, frame: Uint8Array, start: number): Outcome {
    const { updateRules, awarenessRules, marks } = this.options;
    const decoder = decoding.createDecoder(frame);
    decoder.pos = start;
    switch (decoding.readVarUint(decoder)) {
      case MessageType.Sync:
        if (decoding.readVarUint(decoder) !== messageYjsUpdate) return "unusual";
        return updateRules.takePlain(connection, readPart(decoder)) ? "edit" : "unusual";
      case MessageType.Awareness:
        return awarenessRules.take(connection, readPart(decoder)) ? "taken" : "malformed";
      case MessageType.Stateless:
        return marks.take(connection, readPart(decoder)) ? "taken" : "unusual";
      default:
        return "unusual";
    }
  }
}
