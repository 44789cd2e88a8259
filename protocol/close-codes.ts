/** How a connection ends: why the server closes or refuses it, and what a page then does. */

/** Why a session is over for a page. Its text stays readable, and it does not reconnect. */
export type Ending = "signed-out" | "no-access" | "replaced" | "access-ended" | "session-deleted";

type Close = { code: number; ending?: Ending };

/** Why the server closes a socket. A page connects again by itself, except after a code that has an ending. */
export const CLOSE = {
  malformed: { code: 1007 },
  tooBig: { code: 1009 },
  restart: { code: 1012 },
  signedOut: { code: 4401, ending: "signed-out" },
  accessEnded: { code: 4403, ending: "access-ended" },
  sessionDeleted: { code: 4404, ending: "session-deleted" },
  idle: { code: 4408 },
  /** Not sent yet. */
  tooMuch: { code: 4429 },
} as const satisfies Record<string, Close>;

/** What a close code ends for good; undefined where a page connects again. */
export const endingOf = (code: number): Ending | undefined =>
  Object.values<Close>(CLOSE).find((close) => close.code === code)?.ending;

/** Why onAuthenticate refused. "Not there" and "not yours" are the same reason. */
export const refusalReasons = ["signed-out", "no-access", "replaced", "unavailable", "full", "too-many-pages"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Whether a refusal ends the session for a page; after any other it asks again, with pauses. */
export const isEnding = (reason: RefusalReason): reason is Extract<RefusalReason, Ending> =>
  reason === "signed-out" || reason === "no-access" || reason === "replaced";
