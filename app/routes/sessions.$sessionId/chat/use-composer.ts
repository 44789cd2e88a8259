import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { MAX_MESSAGE_CHARS } from "../../../../protocol/limits.ts";
import { cleanMessage } from "../../../api/message-input.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useParticipants } from "../people/people-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useChat } from "./chat-context.tsx";
import { fromMessage, toMessage } from "./composer-text.ts";
import { useIsTyping } from "./use-is-typing.ts";
import { draftOf, NOTHING, usePartOfWritten } from "./use-written.ts";

const MAX_FIELD_PX = 160;

/** What is written in the composer, and what becomes of it. It outlives the panel, which may be closed meanwhile. */
export function useComposer(isClosed: boolean) {
  const { send, own, written, wantsComposer, setWantsComposer } = useChat();
  const { editing } = own;
  const sessionId = useSession().id;
  const ownId = useUser().id;
  const people = useParticipants().filter(({ userId }) => userId !== ownId);
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, links } = usePartOfWritten(written, (value) => value);
  /** The text as its author last wrote it here: others are told of no other. */
  const [typed, setTyped] = useState("");
  const [caret, setCaret] = useState(0);
  /** Where the caret goes once the field has the text that was put into it. */
  const wanted = useRef<number>(undefined);

  const clean = cleanMessage(text);
  const message =
    typeof location === "undefined" ? "" : toMessage(clean, links, people, { origin: location.origin, sessionId });
  const left = MAX_MESSAGE_CHARS - [...message].length;
  const canSend = message !== "" && left >= 0 && !isClosed;
  useIsTyping(text.trim() !== "" && text === typed && !isClosed, text);

  function put(to: string, caretAt = to.length) {
    wanted.current = caretAt;
    setTyped(to);
    written.set({ ...written.value, text: to });
  }
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    if (wanted.current !== undefined) {
      element.setSelectionRange(wanted.current, wanted.current);
      setCaret(wanted.current);
      wanted.current = undefined;
    }
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, MAX_FIELD_PX)}px`;
  }, [text]);
  useEffect(() => {
    if (!wantsComposer) return;
    setWantsComposer(false);
    const end = field.current?.value.length ?? 0;
    field.current?.focus();
    field.current?.setSelectionRange(end, end);
    setCaret(end);
  }, [wantsComposer, setWantsComposer]);
  useEffect(() => {
    const { value } = written;
    if (value.editing === editing) return;
    const draft = draftOf(value);
    const shown = editing ? fromMessage(editing.body ?? editing.message.body, people, sessionId) : draft;
    wanted.current = shown.text.length;
    written.set(editing ? { ...shown, editing, aside: draft } : draft);
    if (editing) field.current?.focus();
    // Runs when another message is to be changed, or none any more.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);

  function submit() {
    if (!canSend) return;
    if (editing) return void own.change(editing.message, message);
    send(message);
    wanted.current = 0;
    written.set(NOTHING);
  }
  return { field, text, caret, setCaret, put, people, left, canSend, submit };
}
