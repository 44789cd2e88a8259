import { chatWords } from "../../../words/chat.ts";

/**
 * An address that points to a finding: the session's own pages show the finding in place, everywhere else it is a link.
 */
export const findingLink = (origin: string, sessionId: string, findingId: string) =>
  `${origin}/sessions/${sessionId}#finding=${findingId}`;

/** The finding that an address points to, whatever its origin: a session may be known under several. */
export function findingIn(url: string): string | undefined {
  return /\/sessions\/[\da-f-]{36}#finding=([\da-f-]{36})$/.exec(url)?.[1];
}

/**
 * How a message about a finding begins. The title that an AI gave never becomes a link: the space breaks any address in
 * it.
 */
export const mentionOf = (title: string, place: string, link: string) =>
  `${chatWords.aboutFinding(title.replaceAll("://", ": //"), place)} ${link}\n`;
