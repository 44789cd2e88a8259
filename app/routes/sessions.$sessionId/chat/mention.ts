/**
 * A mention in a message is `@[Name](user id)`: the id outlives a new name, and whoever reads the text elsewhere still
 * sees who is meant (docs/decisions/024).
 */
import { mapPlain } from "./plain-parts.ts";

const TOKEN = /@\[([^\]\n]{1,100})\]\(([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\)/g;

type Named = { userId: string; name: string };

/** A bracket would end the name in a mention. */
const inBrackets = (name: string) => name.replace(/[[\]\n]/g, " ");

/** Plain text and the mentions in it, in their order. */
export function readMentions(text: string): (string | Named)[] {
  const parts: (string | Named)[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token, name = "", userId = ""] = match;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push({ name, userId });
    end = match.index + token.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** The message in which `@Name` stands for the person of that name, outside of code; the longer name first. */
export function withMentions(text: string, people: Named[]): string {
  if (!text.includes("@")) return text;
  const byLength = people.filter(({ name }) => name).toSorted((a, b) => b.name.length - a.name.length);
  const ids = new Map(byLength.map(({ name, userId }) => [name.toLowerCase(), userId]).reverse() as [string, string][]);
  const names = byLength.map(({ name }) => name.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  if (names.length === 0) return text;
  const written = new RegExp(`(?<![\\p{L}\\p{N}_@.])@(${names.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  return mapPlain(text, (plain) =>
    plain.replace(written, (whole, name: string) => {
      const userId = ids.get(name.toLowerCase());
      return userId ? `@[${inBrackets(name)}](${userId})` : whole;
    }),
  );
}

/** The message as it is written in the field again, under the names that people have now. */
export const withoutMentions = (body: string, nameOf: (userId: string) => string | undefined): string =>
  mapPlain(body, (plain) => plain.replace(TOKEN, (_, name: string, userId: string) => `@${nameOf(userId) ?? name}`));

/** Whether a message mentions one of these users, outside of code. */
export function mentionsAny(body: string, userIds: ReadonlySet<string>): boolean {
  let isMentioned = false;
  if (body.includes("@["))
    mapPlain(body, (plain) => {
      isMentioned ||= readMentions(plain).some((part) => typeof part !== "string" && userIds.has(part.userId));
      return plain;
    });
  return isMentioned;
}
