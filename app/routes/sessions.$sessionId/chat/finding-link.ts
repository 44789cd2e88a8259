/** An address that points to a finding: pages of the session show it in place, everywhere else it is a link. */
export const findingLink = (origin: string, sessionId: string, findingId: string) =>
  `${origin}/sessions/${sessionId}#finding=${findingId}`;

/** The finding that an address points to, whatever its origin: a session may be known under several. */
export function findingIn(url: string): string | undefined {
  return /\/sessions\/[\da-f-]{36}#finding=([\da-f-]{36})$/.exec(url)?.[1];
}

/**
 * A finding as a message begins that is about it. What an AI calls it never becomes a link: no address survives the
 * space.
 */
export const mentionOf = (title: string, place: string, link: string) =>
  `“${title.replaceAll("://", ": //")}” (${place}) ${link}\n`;
