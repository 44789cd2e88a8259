import { z } from "../../../../protocol/zod.ts";

const TRIES = 2;
const answer = z.object({ collab: z.boolean() });

/**
 * Finds out why a socket never opens. After two tries in vain it asks the same address by plain HTTP: where that works
 * and says that a node is there, something in between blocks WebSockets.
 */
export class BlockedSockets {
  private failed = 0;
  private hasOpened = false;
  private readonly onBlocked: () => void;

  constructor(onBlocked: () => void) {
    this.onBlocked = onBlocked;
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
    const { collab } = answer.safeParse(await response?.json().catch(() => undefined)).data ?? {};
    if (collab && !this.hasOpened) this.onBlocked();
  }
}
