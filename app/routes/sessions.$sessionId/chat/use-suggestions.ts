import { type KeyboardEvent, useEffect, useState } from "react";
import type { Participant } from "../../../../protocol/entities.ts";
import { isComposing } from "../../../ui/is-composing.ts";
import { chatWords } from "../../../words/chat.ts";
import { announce } from "../announcer.tsx";
import { endsInCode } from "./plain-parts.ts";
import { useEmoji } from "./use-emoji.ts";

/** What may stand in place of the word that is being written. */
export type Suggestion = { id: string; text: string; label: string; hint?: string; color?: string; symbol?: string };
type Word = { kind: "person" | "emoji"; start: number; query: string };

const MOST = 8;
const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The `@name` or `:name` that ends at the caret, outside of code. */
function wordAt(text: string, caret: number): Word | undefined {
  const before = text.slice(0, caret);
  const [, at, name, colon, emoji] =
    /(?<![^\s([{"'“‘/])(?:(@)([^@\n]{0,64})|(:)([a-z0-9_+-]{2,40}))$/iu.exec(before) ?? [];
  const query = at ? name : emoji;
  if (query === undefined || (!at && !colon) || endsInCode(before)) return;
  return { kind: at ? "person" : "emoji", start: caret - query.length - 1, query };
}

type Field = {
  text: string;
  caret: number;
  people: Participant[];
  put: (text: string, caret: number) => void;
};

/**
 * People behind `@`, emoji behind `:` and two letters: chosen with the arrows and Enter, Tab or a press, closed by
 * Escape.
 */
export function useSuggestions({ text, caret, people, put }: Field) {
  const [selected, setSelected] = useState(0);
  /** The word for which the list was closed. */
  const [closed, setClosed] = useState<number>();
  const [isFocused, setIsFocused] = useState(false);
  const found = wordAt(text, caret);
  const word = found && found.start !== closed && isFocused ? found : undefined;
  const emoji = useEmoji(word?.kind === "emoji" ? word.query.toLowerCase() : undefined);
  const list = word ? (word.kind === "emoji" ? emoji : peopleLike(people, word.query)).slice(0, MOST) : [];
  useEffect(() => setSelected(0), [word?.query, word?.kind]);
  useEffect(() => {
    if (found === undefined) setClosed(undefined);
  }, [found]);
  const count = list.length;
  useEffect(() => {
    if (count > 0) announce(chatWords.suggestions.count(count));
  }, [count]);
  const at = Math.min(selected, list.length - 1);

  function choose(suggestion: Suggestion) {
    if (!word) return;
    const rest = text.slice(caret);
    const written = suggestion.text + (/^\s/.test(rest) ? "" : " ");
    put(text.slice(0, word.start) + written + rest, word.start + written.length);
  }
  /** Whether the key was for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    const chosen = list[at];
    if (!chosen || isComposing(event.nativeEvent)) return false;
    if (event.key === "ArrowDown") setSelected((at + 1) % list.length);
    else if (event.key === "ArrowUp") setSelected((at - 1 + list.length) % list.length);
    else if ((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey)) choose(chosen);
    else if (event.key === "Escape") setClosed(word?.start);
    else return false;
    event.preventDefault();
    return true;
  }
  return { list, kind: word?.kind, selected: at, choose, onKeyDown, setIsFocused };
}

/** Those of whose name a word begins so; those whose whole name does first. */
function peopleLike(people: Participant[], query: string): Suggestion[] {
  const wanted = folded(query);
  const rank = (name: string) => (folded(name).startsWith(wanted) ? 0 : 1);
  return people
    .filter(({ name }) => ` ${folded(name)}`.includes(` ${wanted}`))
    .sort((a, b) => rank(a.name) - rank(b.name) || Number(b.online) - Number(a.online) || a.name.localeCompare(b.name))
    .map(({ userId, name, online, color }) => ({
      id: userId,
      text: `@${name}`,
      label: name,
      color,
      hint: online ? undefined : chatWords.suggestions.notHere,
    }));
}
