/** Emoji by GitHub's names for them: a list of its own size, loaded when somebody writes `:` and two letters. */
import { gemoji } from "gemoji";

export type EmojiName = { name: string; emoji: string; tags: string[] };

export const emojiNames: EmojiName[] = gemoji.flatMap(({ emoji, names, tags }) =>
  names.map((name) => ({ name, emoji, tags })),
);
