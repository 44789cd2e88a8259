import { Check, Pencil, Send, X } from "lucide-react";
import type { ChangeEvent, KeyboardEvent } from "react";
import { Button } from "../../../ui/button.tsx";
import { isComposing } from "../../../ui/is-composing.ts";
import { chatWords } from "../../../words/chat.ts";
import { useChat } from "./chat-context.tsx";
import { LinkedLines } from "./linked-lines.tsx";
import { LIST_ID, optionId, SuggestionList } from "./suggestion-list.tsx";
import { useComposer } from "./use-composer.ts";
import { withEmoji } from "./use-emoji.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** The number of characters that are left is shown from here on. */
const FEW_CHARS = 200;

/** Where a message is written, or changed: Enter sends it. `closed` is why nothing can be written here any more. */
export function Composer({ closed }: { closed: string | undefined }) {
  const { own, messages } = useChat();
  const { editing, changeable } = own;
  const composer = useComposer(Boolean(closed));
  const { field, text, left, canSend, submit, setCaret, put } = composer;
  const suggestions = useSuggestions(composer);
  const { list, selected, kind } = suggestions;
  const words = chatWords.composer;

  function onChange({ target, nativeEvent }: ChangeEvent<HTMLTextAreaElement>) {
    const changed = { text: target.value, caret: target.selectionStart };
    const replaced = nativeEvent instanceof InputEvent && nativeEvent.data === ":" ? withEmoji(changed) : changed;
    put(replaced.text, replaced.caret);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent) || suggestions.onKeyDown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && editing) {
      event.preventDefault();
      own.edit(undefined);
    } else if (event.key === "ArrowUp" && text === "" && !editing && !closed) {
      const last = messages.findLast(({ id }) => changeable.has(id));
      if (!last) return;
      event.preventDefault();
      own.edit(last);
    }
  }
  return (
    <form
      className="relative shrink-0 border-t border-ink-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {kind && list.length > 0 && (
        <SuggestionList
          label={chatWords.suggestions.kinds[kind]}
          list={list}
          selected={selected}
          onChoose={suggestions.choose}
        />
      )}
      {editing && <EditingBar onCancel={() => own.edit(undefined)} />}
      {!closed && <LinkedLines />}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          // It sends, as Enter does.
          data-own-keys="Mod+Enter"
          aria-label={words.write}
          aria-describedby={
            [editing && "editing-message", left < FEW_CHARS && "message-left"].filter(Boolean).join(" ") || undefined
          }
          aria-disabled={Boolean(closed)}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={list.length > 0 ? LIST_ID : undefined}
          aria-activedescendant={list.length > 0 ? optionId(selected) : undefined}
          autoComplete="off"
          dir="auto"
          placeholder={closed ?? words.write}
          // What was being written can still be copied.
          readOnly={Boolean(closed)}
          value={text}
          onChange={onChange}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onFocus={() => suggestions.setIsFocused(true)}
          onBlur={() => suggestions.setIsFocused(false)}
          onKeyDown={onKeyDown}
          className="min-h-9 grow resize-none rounded border border-ink-4 bg-ink-0 px-2.5 py-[0.4375rem] leading-5 text-ink-10 placeholder:text-ink-7 max-md:min-h-11 max-md:py-2.5 max-md:text-lg"
        />
        <Button type="submit" aria-label={editing ? words.saveChange : words.send} disabled={!canSend} size="square">
          {editing ? <Check size={16} /> : <Send size={16} className="rtl:-scale-x-100" />}
        </Button>
      </div>
      {closed && text !== "" && <p className="mt-1 text-xs text-ink-7">{closed}</p>}
      {left < FEW_CHARS && !closed && (
        <p id="message-left" className={`mt-1 text-xs tabular-nums ${left < 0 ? "text-red" : "text-ink-7"}`}>
          {left < 0 ? words.tooMany(-left) : words.left(left)}
        </p>
      )}
    </form>
  );
}

function EditingBar({ onCancel }: { onCancel: () => void }) {
  const words = chatWords.composer;
  return (
    <div className="mb-2 flex items-center gap-2 text-xs text-ink-8">
      <Pencil size={13} aria-hidden="true" />
      <span id="editing-message" className="grow">
        {words.changing}
      </span>
      <Button
        size="small"
        kind="quiet"
        onClick={onCancel}
        title={words.cancelKey}

        aria-label={words.cancelChange}
      >
        <X size={14} aria-hidden="true" /> {words.cancel}
      </Button>
    </div>
  );
}
