import type { Ending } from "../../../../protocol/close-codes.ts";

/** Why a part of the page can no longer be used, and what to do about it. */
type Reasons = { signedOut: string; replaced: string; over: string };

/** The reason on a page whose session has ended for it; undefined while it has not. */
export function whyClosed(ending: Ending | undefined, reasons: Reasons): string | undefined {
  if (!ending) return;
  if (ending === "signed-out") return reasons.signedOut;
  return ending === "replaced" ? reasons.replaced : reasons.over;
}
