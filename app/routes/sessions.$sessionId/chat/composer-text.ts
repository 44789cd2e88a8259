/** What is written in the composer, and the message that it becomes. */
import { type LineLink, lineLink, ownLinesIn } from "./line-link.ts";
import { withMentions, withoutMentions } from "./mention.ts";

type Person = { userId: string; name: string };
type Here = { origin: string; sessionId: string };

/** Lines that are linked stand in a line each, before the text. */
export const toMessage = (text: string, links: LineLink[], people: Person[], { origin, sessionId }: Here): string =>
  [...links.map((link) => lineLink(origin, sessionId, link)), withMentions(text, people)]
    .filter((part) => part !== "")
    .join("\n");

/** The text and the links of a message that is changed. */
export function fromMessage(body: string, people: Person[], sessionId: string): { text: string; links: LineLink[] } {
  const lines = body.split("\n");
  const links: LineLink[] = [];
  for (let link = ownLinesIn(lines[0] ?? "", sessionId); link; link = ownLinesIn(lines[0] ?? "", sessionId)) {
    links.push(link);
    lines.shift();
  }
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  return { text: withoutMentions(lines.join("\n"), (userId) => names.get(userId)), links };
}
