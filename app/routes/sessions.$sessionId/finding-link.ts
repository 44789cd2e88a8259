/** An address that points to a finding: pages of the session show it in place, everywhere else it is a link. */
export const findingLink = (origin: string, sessionId: string, findingId: string) => `${origin}/sessions/${sessionId}#finding=${findingId}`;

/** The finding that an address points to, whatever its origin: a session may be known under several. */
export function findingIn(url: string): string | undefined {
  return /\/sessions\/[\da-f-]{36}#finding=([\da-f-]{36})$/.exec(url)?.[1];
}
