import { Check, Pencil, Send, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { MAX_MESSAGE_CHARS } from "../../../../protocol/limits.ts";
import { cleanMessage } from "../../../api/message-input.ts";
import { Button } from "../../../ui/button.tsx";
import { isComposing } from "../../../ui/is-composing.ts";
import { useChat } from "./chat-context.tsx";
import { useIsTyping } from "./use-is-typing.ts";

/** The number of characters that are left is shown from here on. */
const FEW_CHARS = 200;

/** Where a message is written, or changed: Enter sends it. `closed` is why nothing can be written here any more. */
export function Composer({ closed }: { closed: string | undefined }) {
  const { send, draft, own, messages } = useChat();
  const { editing, changeable } = own;
  const [body, setBody] = useState("");
  /** What was being written before a message was put here to be changed. */
  const [aside, setAside] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const message = cleanMessage(body);
  const left = MAX_MESSAGE_CHARS - [...message].length;
  const canSend = message !== "" && left >= 0 && !closed;
  useIsTyping(body.trim() !== "" && !closed, body);

  useEffect(() => {
    if (!draft) return;
    setBody((written) => (written.trim() ? `${written.trimEnd()}\n${draft.text}` : draft.text));
    field.current?.focus();
  }, [draft]);
  const edited = useRef(editing);
  useEffect(() => {
    const before = edited.current;
    edited.current = editing;
    if (before === editing) return;
    if (!editing) return setBody(aside);
    if (!before) setAside(body);
    setBody(editing.body ?? editing.message.body);
    field.current?.focus();
    // Runs when another message is to be changed, or none any more.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, 160)}px`;
  }, [body]);

  function submit() {
    if (!canSend) return;
    if (editing) return void own.change(editing.message, message);
    send(message);
    setBody("");
  }
  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && editing) {
      event.preventDefault();
      own.edit(undefined);
    } else if (event.key === "ArrowUp" && body === "" && !editing && !closed) {
      const last = messages.findLast(({ id }) => changeable.has(id));
      if (!last) return;
      event.preventDefault();
      own.edit(last);
    }
  }
  return (
    <form
      className="shrink-0 border-t border-ink-3 p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {editing && (
        <div className="mb-2 flex items-center gap-2 text-xs text-ink-8">
          <Pencil size={13} aria-hidden="true" />
          <span id="editing-message" className="grow">
            Changing your message
          </span>
          <Button
            size="small"
            kind="quiet"
            onClick={() => own.edit(undefined)}
            title="Esc"
            className="max-md:h-11"
            aria-label="Cancel the change"
          >
            <X size={14} aria-hidden="true" /> Cancel
          </Button>
        </div>
      )}
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          aria-label="Write a message"
          aria-describedby={
            [editing && "editing-message", left < FEW_CHARS && "message-left"].filter(Boolean).join(" ") || undefined
          }
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
        <Button
          type="submit"
          aria-label={editing ? "Save the change" : "Send"}
          disabled={!canSend}
          size="square"
          className="max-md:size-11"
        >
          {editing ? <Check size={16} /> : <Send size={16} />}
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
