/** What a language is to the worker that runs it: loaded without the network, from bytes that the page has brought. */
import type { Piece } from "../../protocol/runs.ts";
import type { Assets, Job } from "./messages.ts";

/** How a program speaks with everybody who watches it. */
export type Io = {
  /** Buffered, and sent in batches, by whoever gives this. */
  write(kind: "out" | "err" | "note", text: string): void;
  piece(piece: Piece): void;
  /** `null`: the end of input. It announces that the program waits. */
  readLine(): Promise<string | null>;
};

/** A language that has been loaded: it runs one job, and then the worker is thrown away. Gives the exit code. */
export type Prepared = (job: Job, io: Io) => Promise<number>;
export type Language = { prepare(assets: Assets): Promise<Prepared> };
