import { landingWords } from "../../words/landing.tsx";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

type Resolved = { path: string; problem?: undefined } | { path?: undefined; problem: string };

/** Where a pasted link, path or session id leads on this server, or a sentence why it leads nowhere. */
export function resolveLink(entered: string, appOrigin: string): Resolved {
  const text = entered.trim();
  if (text === "") return { problem: landingWords.link.missing };
  if (UUID.test(text)) return { path: `/sessions/${text.toLowerCase()}` };
  const ownHost = new URL(appOrigin).host;
  // People copy links without the scheme, too.
  const link = /^https?:/i.test(text) || text.startsWith("/") ? text : `${new URL(appOrigin).protocol}//${text}`;
  const url = URL.canParse(link, appOrigin) ? new URL(link, appOrigin) : undefined;
  const [, room, id = ""] = url?.pathname.split("/") ?? [];
  const isSession = room === "sessions" && UUID.test(id);
  const isInvite = room === "join" && /^[\w-]+$/.test(id);
  if (!url || (!isSession && !isInvite)) return { problem: landingWords.link.unknown };
  if (url.host !== ownHost) return { problem: landingWords.link.otherServer(url.host, ownHost) };
  return { path: isSession ? `/sessions/${id.toLowerCase()}` : `/join/${id}` };
}
