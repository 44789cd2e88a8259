import type { Ground } from "./ground.ts";
import type { Row } from "./measure.ts";

/** One thing to be measured, which gives a line of a table for each case and system. */
export type Scenario = {
  name: string;
  title: string;
  /** Throws at once where something is missing that `run` would find missing minutes later. */
  prepare?: () => void;
  run: (ground: Ground) => Promise<Row[]>;
};
