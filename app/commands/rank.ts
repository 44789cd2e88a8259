import { defaultFilter } from "cmdk";
import type { Command } from "./command.ts";

/** As many as somebody reads; the rest is found by typing on. */
const MAX_SHOWN = 60;
/** Words that are not shown count for less than the label, which people can see. */
const WORDS_WEIGHT = 0.85;
const LAST_USED_BONUS = 0.05;

/** The commands that a query means, the likeliest first. `lastUsed` are ids, the last one first. */
export function rank(commands: Command[], query: string, lastUsed: string[]): Command[] {
  const sought = query.trim();
  return commands
    .map((command) => ({
      command,
      score: score(command, sought) + (lastUsed.includes(command.id) ? LAST_USED_BONUS : 0),
    }))
    .filter(({ score: found }) => found > LAST_USED_BONUS)
    .sort((a, b) => b.score - a.score || a.command.label.length - b.command.label.length)
    .slice(0, MAX_SHOWN)
    .map(({ command }) => command);
}

/** Of each word that was typed, in whatever order, or of all of them as they stand. */
function score({ label, words = "", detail = "" }: Command, sought: string): number {
  const path = detail ? `${detail}/${label}` : label;
  const one = (typed: string) =>
    Math.max(
      defaultFilter(label, typed),
      defaultFilter(path, typed) * WORDS_WEIGHT,
      words ? defaultFilter(words, typed) * WORDS_WEIGHT : 0,
    );
  const each = sought.split(/\s+/).map(one);
  return Math.max(one(sought), each.length > 1 ? Math.min(...each) * WORDS_WEIGHT : 0);
}
