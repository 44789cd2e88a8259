import type { Ending } from "../../../../protocol/close-codes.ts";

/**
 * Why something cannot be done on a page whose session has ended for it, and what to do; undefined while it has not.
 */
export function closedWords(ending: Ending | undefined, what: string): string | undefined {
  if (!ending) return;
  if (ending === "signed-out") return `Sign in to ${what}.`;
  return ending === "replaced" ? `Reload the page to ${what}.` : `You cannot ${what} any more.`;
}
