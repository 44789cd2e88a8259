import type { Participant, Session } from "../../../../protocol/entities.ts";

export type LinkSettings = Pick<Session, "visibility" | "linkRole">;

const MAX_NAMES = 3;

/** Those whom the link alone lets in, as the owner's page lists them. */
export const cameByLink = (participants: Participant[]) => participants.filter(({ byLink }) => byLink);

/** "Ann, Bo and 3 others". */
export function listNames(names: string[]): string {
  const shown = names.length > MAX_NAMES + 1 ? names.slice(0, MAX_NAMES) : names;
  const rest = names.length - shown.length;
  return new Intl.ListFormat("en").format([...shown, ...(rest > 0 ? [`${rest} others`] : [])]);
}

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

/**
 * What a change of the link's settings took from people who came by it, as a sentence; undefined where it took nothing.
 */
export function whatItTook(before: LinkSettings, after: LinkSettings, participants: Participant[]): string | undefined {
  const names = cameByLink(participants).map(({ name }) => name);
  if (names.length === 0 || before.visibility === "private") return;
  const who = `${people(names.length)} who came by the link`;
  if (after.visibility === "private")
    return `${who} ${names.length === 1 ? "is" : "are"} out now: ${listNames(names)}.`;
  if (before.linkRole === "editor" && after.linkRole === "viewer")
    return `${who} can only view now: ${listNames(names)}.`;
}
