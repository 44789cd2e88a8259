import type { Participant, Session } from "../../../../protocol/entities.ts";
import { formatList } from "../../../words/formats.ts";
import { sharingWords } from "../../../words/sharing.tsx";

export type LinkSettings = Pick<Session, "visibility" | "linkRole">;

const MAX_NAMES = 3;

/** Those whom the link alone lets in, as the owner's page lists them. */
const cameByLink = (participants: Participant[]) => participants.filter(({ byLink }) => byLink);

/** "Ann, Bo and 3 others". */
function listNames(names: string[]): string {
  const shown = names.length > MAX_NAMES + 1 ? names.slice(0, MAX_NAMES) : names;
  const rest = names.length - shown.length;
  return formatList([...shown, ...(rest > 0 ? [sharingWords.access.others(rest)] : [])]);
}

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
  const words = sharingWords.access;
  if (loss === "access")
    return { sentence: words.willLoseAccess(names.length, listNames(names)), confirm: words.makePrivate };
  if (loss === "editing")
    return { sentence: words.willOnlyView(names.length, listNames(names)), confirm: words.makeViewing };
  if (after.visibility === "public" && before.visibility !== "public")
    return { sentence: words.willBePublic[after.linkRole], confirm: words.makePublic };
}

/**
 * What a change of the link's settings took from people who came by it, as a sentence; undefined where it took nothing.
 */
export function whatItTook(before: LinkSettings, after: LinkSettings, participants: Participant[]): string | undefined {
  const names = cameByLink(participants).map(({ name }) => name);
  if (names.length === 0) return;
  const loss = lossOf(before, after);
  if (loss === "access") return sharingWords.access.areOut(names.length, listNames(names));
  if (loss === "editing") return sharingWords.access.canOnlyView(names.length, listNames(names));
}

/** What the settings mean now, and how many it is about. */
export function whatItMeans({ visibility, linkRole }: LinkSettings, participants: Participant[]): string {
  const words = sharingWords.access;
  if (visibility === "private") return words.private;
  const count = cameByLink(participants).length;
  return [words[visibility][linkRole], ...(count > 0 ? [words.cameByLink(count)] : [])].join(" ");
}
