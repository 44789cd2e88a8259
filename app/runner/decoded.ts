import type { Io } from "./language.ts";

/** Output of a program that writes bytes: a character may come in parts. */
export function decoded(io: Io) {
  const decoders = { out: new TextDecoder(), err: new TextDecoder() };
  return {
    write(kind: "out" | "err", bytes: Uint8Array) {
      io.write(kind, decoders[kind].decode(bytes, { stream: true }));
    },
    /** What was left half written. */
    end() {
      for (const kind of ["out", "err"] as const) {
        const rest = decoders[kind].decode();
        if (rest) io.write(kind, rest);
      }
    },
  };
}
