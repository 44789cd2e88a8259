import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { commonWords } from "../../../words/common.ts";
import { runningWords } from "../../../words/running.ts";

/** A line for the program of this page, which waits for it. `null` ends the input. */
export function RunInput({ onAnswer }: { onAnswer: (line: string | null) => void }) {
  const [line, setLine] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const words = runningWords.input;
  useLayoutEffect(() => {
    // Whoever writes code meanwhile goes on writing.
    if (field.current?.closest("#output")?.contains(document.activeElement)) field.current.focus();
  }, []);
  /** The field goes, and whoever looks at the output goes on looking. */
  function answer(text: string | null) {
    field.current?.closest<HTMLElement>("#output")?.focus();
    onAnswer(text);
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    answer(line);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (!event.ctrlKey || event.key.toLowerCase() !== "d" || line !== "") return;
    event.preventDefault();
    answer(null);
  }
  return (
    <form onSubmit={onSubmit} className="flex shrink-0 gap-2 border-t border-ink-3 px-3 py-1.5">
      <input
        ref={field}
        aria-label={words.label}
        placeholder={words.label}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        dir="auto"
        maxLength={MAX_INPUT_CHARS}
        value={line}
        onChange={({ target }) => setLine(target.value)}
        onKeyDown={onKeyDown}
        className="h-7 min-w-0 grow rounded border border-ink-5 bg-ink-0 px-2 font-mono text-xs text-ink-10 placeholder:text-ink-7 max-md:h-11 max-md:text-lg"
      />
      <Button type="submit" size="small">
        {words.send}
      </Button>
      <Button
        size="small"
        kind="quiet"
        title={commonWords.withKeys(words.end, words.endKeys)}
        onClick={() => answer(null)}
      >
        {words.end}
      </Button>
    </form>
  );
}

const MAX_INPUT_CHARS = 10_000;
