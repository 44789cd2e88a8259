import type { Ground } from "./ground.ts";
import type { Row } from "./measure.ts";

/** One thing to be measured: a title, what the columns mean, and a line for each case and system. */
export type Scenario = {
  name: string;
  title: string;
  run: (ground: Ground) => Promise<Row[]>;
};
