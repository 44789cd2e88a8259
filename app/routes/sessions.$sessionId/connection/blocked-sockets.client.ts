import { z } from "../../../../protocol/zod.ts";
import type { CollabState } from "./collab-state.ts";

type Why = Pick<CollabState, "waiting" | "waitSeconds">;

const TRIES = 2;
const answer = z.object({ collab: z.boolean(), waitSeconds: z.optional(z.number()) });

/**
 * Finds out why a socket never opens. After two tries in vain it asks the same address by plain HTTP: where that works
 * and says that a node is there, something in between blocks WebSockets; or it says that too many were opened.
 */
export class BlockedSockets {
  private failed = 0;
  private hasOpened = false;
  private readonly onFound: (why: Why) => void;

  constructor(onFound: (why: Why) => void) {
    this.onFound = onFound;
  }

  opened() {
    this.hasOpened = true;
  }

  closed() {
    if (this.hasOpened || ++this.failed < TRIES) return;
    this.failed = 0;
    void this.ask();
  }

  private async ask() {
    const response = await fetch("/collab", { cache: "no-store" }).catch(() => undefined);
    const { collab, waitSeconds } = answer.safeParse(await response?.json().catch(() => undefined)).data ?? {};
    if (this.hasOpened) return;
    if (collab) this.onFound({ waiting: "blocked" });
    else if (waitSeconds) this.onFound({ waiting: "too-many-sockets", waitSeconds });
  }
}
