import { sql } from "kysely";
import type { Database } from "../db/client.ts";
import type { Bus } from "./bus.ts";

/** Whether this node may be sent people, as `/readyz` and every upgrade ask. */
export class Health {
  private readonly options: { db: Database; bus: Bus };
  /** It is stopping, and takes nobody any more. */
  isDraining = false;

  constructor(options: Health["options"]) {
    this.options = options;
  }

  /** What the operator has to mend before this node can be ready. */
  get problem(): string | undefined {
    return this.options.bus.problem;
  }

  /** Rejects while Postgres does not answer. */
  async isReady(): Promise<boolean> {
    if (this.isDraining || this.problem) return false;
    await sql`select 1`.execute(this.options.db);
    return true;
  }
}
