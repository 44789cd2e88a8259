import type { Piece } from "../../protocol/runs.ts";
import type { Assets, Job } from "./messages.ts";

/** How a running program reads and writes. */
export type Io = {
  write(kind: "out" | "err" | "note", text: string): void;
  /** A table, or a test's result. */
  piece(piece: Piece): void;
  /** The next line of input, without its end; null at the end of input. The person who runs it is asked for one. */
  readLine(): Promise<string | null>;
};

/** Runs one job. The worker is thrown away afterwards, so that nothing of it is there for the next. */
export type Prepared = (job: Job, io: Io) => Promise<number>;

export type Language = {
  /** Gets ready for a job, without a network: what is needed comes along. */
  prepare(assets: Assets): Promise<Prepared>;
};
