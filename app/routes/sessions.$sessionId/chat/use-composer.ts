import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { MAX_MESSAGE_CHARS } from "../../../../protocol/limits.ts";
import { cleanMessage } from "../../../api/message-input.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useParticipants } from "../people/people-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useChat } from "./chat-context.tsx";
import { fromMessage, toMessage } from "./composer-text.ts";
import { useIsTyping } from "./use-is-typing.ts";

const MAX_FIELD_PX = 160;

/** What is written in the composer, and what becomes of it. It outlives the panel, which may be closed meanwhile. */
export function useComposer(isClosed: boolean) {
  const { send, draft, own, written, links, setLinks } = useChat();
  const { editing } = own;
  const sessionId = useSession().id;
  const ownId = useUser().id;
  const people = useParticipants().filter(({ userId }) => userId !== ownId);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(written.current);
  const [caret, setCaret] = useState(0);
  /** Where the caret goes once the field has the text that was put into it. */
  const wanted = useRef<number>(undefined);
  /** What was being written before a message was put here to be changed. */
  const [aside, setAside] = useState({ text: "", links });

  const clean = cleanMessage(text);
  const message =
    typeof location === "undefined" ? "" : toMessage(clean, links, people, { origin: location.origin, sessionId });
  const left = MAX_MESSAGE_CHARS - [...message].length;
  const canSend = message !== "" && left >= 0 && !isClosed;
  useIsTyping(text.trim() !== "" && !isClosed, text);

  function put(to: string, caretAt = to.length) {
    setText(to);
    wanted.current = caretAt;
  }
  useEffect(() => {
    written.current = text;
  }, [written, text]);
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
  const taken = useRef<typeof draft>(undefined);
  useEffect(() => {
    if (!draft || draft === taken.current) return;
    taken.current = draft;
    setText((before) => (!draft.text || !before.trim() ? before || draft.text : `${before.trimEnd()}\n${draft.text}`));
    field.current?.focus();
  }, [draft]);
  const edited = useRef<typeof editing>(undefined);
  useEffect(() => {
    const before = edited.current;
    edited.current = editing;
    if (before === editing) return;
    if (!editing) {
      put(aside.text);
      setLinks(aside.links);
      return;
    }
    if (!before) setAside({ text, links });
    const read = fromMessage(editing.body ?? editing.message.body, people, sessionId);
    put(read.text);
    setLinks(read.links);
    field.current?.focus();
    // Runs when another message is to be changed, or none any more.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [editing]);

  function submit() {
    if (!canSend) return;
    if (editing) return void own.change(editing.message, message);
    send(message);
    put("");
    setLinks([]);
  }
  return { field, text, caret, setCaret, put, people, left, canSend, submit };
}
