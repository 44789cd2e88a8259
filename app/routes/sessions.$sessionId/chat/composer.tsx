import { Send } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { MAX_MESSAGE_CHARS } from "../../../../protocol/limits.ts";
import { cleanMessage } from "../../../api/message-input.ts";
import { Button } from "../../../ui/button.tsx";
import { isComposing } from "../../../ui/is-composing.ts";

/** From the last key until the others no longer see "is typing". */
const TYPING_MS = 4_000;
/** The number of characters that are left is shown from here on. */
const FEW_CHARS = 200;

type Props = {
  /** Why nothing can be written here any more. */
  closed: string | undefined;
  draft: { text: string } | undefined;
  onSend: (body: string) => void;
  onTyping: (isTyping: boolean) => void;
};

/** Where a message is written: Enter sends it. */
export function Composer({ closed, draft, onSend, onTyping }: Props) {
  const [body, setBody] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const message = cleanMessage(body);
  const left = MAX_MESSAGE_CHARS - [...message].length;
  const canSend = message !== "" && left >= 0 && !closed;

  useEffect(() => {
    if (!draft) return;
    setBody((written) => (written.trim() ? `${written.trimEnd()}\n${draft.text}` : draft.text));
    field.current?.focus();
  }, [draft]);
  useEffect(() => {
    onTyping(body.trim() !== "" && !closed);
    if (!body) return;
    const timer = setTimeout(() => onTyping(false), TYPING_MS);
    return () => clearTimeout(timer);
  }, [body, closed, onTyping]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, 160)}px`;
  }, [body]);

  function send() {
    if (!canSend) return;
    onSend(message);
    setBody("");
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    send();
  }
  return (
    <form
      className="shrink-0 border-t border-ink-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          aria-label="Write a message"
          aria-describedby={left < FEW_CHARS ? "message-left" : undefined}
          aria-disabled={Boolean(closed)}
          dir="auto"
          placeholder={closed ?? "Write a message"}
          // What was being written can still be copied.
          readOnly={Boolean(closed)}
          value={body}
          onChange={({ target }) => setBody(target.value)}
          onKeyDown={onKeyDown}
          className="min-h-9 grow resize-none rounded border border-ink-4 bg-ink-0 px-2.5 py-[0.4375rem] leading-5 text-ink-10 placeholder:text-ink-7 max-md:min-h-11 max-md:py-2.5 max-md:text-lg"
        />
        <Button type="submit" aria-label="Send" disabled={!canSend} size="square" className="max-md:size-11">
          <Send size={16} />
        </Button>
      </div>
      {closed && body !== "" && <p className="mt-1 text-xs text-ink-7">{closed}</p>}
      {left < FEW_CHARS && !closed && (
        <p id="message-left" className={`mt-1 text-xs tabular-nums ${left < 0 ? "text-red" : "text-ink-7"}`}>
          {left < 0
            ? `${-left} ${left === -1 ? "character" : "characters"} too many`
            : `${left} ${left === 1 ? "character" : "characters"} left`}
        </p>
      )}
    </form>
  );
}
