import type { Participant, Session } from "../../../../protocol/entities.ts";
import { roleWords } from "./link-words.ts";

export type LinkSettings = Pick<Session, "visibility" | "linkRole">;

const MAX_NAMES = 3;

/** Those whom the link alone lets in, as the owner's page lists them. */
const cameByLink = (participants: Participant[]) => participants.filter(({ byLink }) => byLink);

/** "Ann, Bo and 3 others". */
function listNames(names: string[]): string {
  const shown = names.length > MAX_NAMES + 1 ? names.slice(0, MAX_NAMES) : names;
  const rest = names.length - shown.length;
  return new Intl.ListFormat("en").format([...shown, ...(rest > 0 ? [`${rest} others`] : [])]);
}

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);

type Loss = "access" | "editing";

/** What a change of the link's settings takes from people who came by it, if anything. */
function lossOf(before: LinkSettings, after: LinkSettings): Loss | undefined {
  if (before.visibility === "private") return;
  if (after.visibility === "private") return "access";
  if (before.linkRole === "editor" && after.linkRole === "viewer") return "editing";
}

/** A change that asks first: what it will mean, and the word for going on. */
export type Question = { sentence: string; confirm: string };

/**
 * What a change of the link's settings will mean, where it takes something from people who came by it, or shows the
 * session to everyone: what has been seen cannot be taken back. Other changes do not ask.
 */
export function questionOf(
  before: LinkSettings,
  after: LinkSettings,
  participants: Participant[],
): Question | undefined {
  const names = cameByLink(participants).map(({ name }) => name);
  const loss = names.length > 0 ? lossOf(before, after) : undefined;
  const who = `${people(names.length)} who came by the link will`;
  if (loss === "access") return { sentence: `${who} lose access: ${listNames(names)}.`, confirm: "Make it private" };
  if (loss === "editing")
    return { sentence: `${who} only be able to view: ${listNames(names)}.`, confirm: "Change to view" };
  if (after.visibility === "public" && before.visibility !== "public")
    return {
      sentence: `Everyone will find this session in the list of public ones. Whoever opens it ${roleWords[after.linkRole]}.`,
      confirm: "Make it public",
    };
}

/**
 * What a change of the link's settings took from people who came by it, as a sentence; undefined where it took nothing.
 */
export function whatItTook(before: LinkSettings, after: LinkSettings, participants: Participant[]): string | undefined {
  const names = cameByLink(participants).map(({ name }) => name);
  if (names.length === 0) return;
  const loss = lossOf(before, after);
  const who = `${people(names.length)} who came by the link`;
  if (loss === "access") return `${who} ${names.length === 1 ? "is" : "are"} out now: ${listNames(names)}.`;
  if (loss === "editing") return `${who} can only view now: ${listNames(names)}.`;
}

/** What the settings mean now, and how many it is about. */
export function whatItMeans({ visibility, linkRole }: LinkSettings, participants: Participant[]): string {
  if (visibility === "private") return "The link lets nobody in but the people below.";
  const count = cameByLink(participants).length;
  const came = count > 0 ? ` ${people(count)} came by it.` : "";
  return visibility === "public"
    ? `Everyone finds this session in the list of public ones. Whoever opens it ${roleWords[linkRole]}.${came}`
    : `Anyone with the link ${roleWords[linkRole]}.${came}`;
}
