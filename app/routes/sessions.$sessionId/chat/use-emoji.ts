import { useEffect, useState } from "react";
import type { EmojiName } from "./emoji.client.ts";
import { endsInCode } from "./plain-parts.ts";
import type { Suggestion } from "./use-suggestions.ts";

let loaded: EmojiName[] | undefined;

/** Emoji whose names are like the query, once their list is there: it is loaded when the first one is asked for. */
export function useEmoji(query: string | undefined): Suggestion[] {
  const [all, setAll] = useState(loaded);
  const isWanted = query !== undefined;
  useEffect(() => {
    if (!isWanted || all) return;
    let isCurrent = true;
    import("./emoji.client.ts").then(
      ({ emojiNames }) => {
        loaded = emojiNames;
        if (isCurrent) setAll(emojiNames);
      },
      // What was typed stays as it is.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted, all]);
  if (query === undefined || !all) return [];
  const rank = ({ name, tags }: EmojiName) =>
    name === query
      ? 0
      : name.startsWith(query)
        ? 1
        : tags.some((tag) => tag.startsWith(query))
          ? 2
          : name.includes(query)
            ? 3
            : 4;
  return all
    .map((each) => ({ each, rank: rank(each) }))
    .filter((found) => found.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.each.name.length - b.each.name.length)
    .slice(0, 8)
    .map(({ each: { emoji, name } }) => ({ id: name, text: emoji, label: `:${name}:`, symbol: emoji }));
}

/** The text with an emoji in place of the `:name:` that ends at the caret, outside of code. */
export function withEmoji({ text, caret }: { text: string; caret: number }): { text: string; caret: number } {
  const before = text.slice(0, caret);
  const [written, name] = /(?<![\p{L}\p{N}:]):([a-z0-9_+-]+):$/u.exec(before) ?? [];
  const found = name && !endsInCode(before) && loaded?.find((each) => each.name === name);
  if (!found || !written) return { text, caret };
  const start = caret - written.length;
  return { text: text.slice(0, start) + found.emoji + text.slice(caret), caret: start + found.emoji.length };
}
