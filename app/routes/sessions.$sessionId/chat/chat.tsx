import { ArrowDown } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { Button } from "../../../ui/button.tsx";
import { useMounted } from "../../../ui/time.tsx";
import { closedWords } from "../connection/closed-words.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useEnding } from "../connection/use-access.ts";
import { useColors, usePeopleHere } from "../people/people-context.tsx";
import { useShowFinding } from "../review/use-finding-actions.ts";
import { useChat } from "./chat-context.tsx";
import { Composer } from "./composer.tsx";
import { MessageLine } from "./message-line.tsx";

const NEAR_END_PX = 60;

/** The messages of the session, and where one is written. */
export function Chat() {
  const chat = useChat();
  const { messages, own } = chat;
  const ownId = useUser().id;
  const colors = useColors();
  const typing = usePeopleHere().flatMap((person) => (person.typing ? [person.name] : []));
  const showFinding = useShowFinding();
  const closed = closedWords(useEnding(), "write here");
  const isMounted = useMounted();
  const list = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const heightBefore = useRef(0);
  const lastId = messages.at(-1)?.id;
  const firstId = messages[0]?.id;

  const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  const stays = useRef(isAtEnd);
  useEffect(() => {
    stays.current = isAtEnd;
  }, [isAtEnd]);
  useEffect(() => {
    // The end stays in view while a line grows because it was not sent, or the composer takes more room.
    const observer = new ResizeObserver(() => stays.current && toEnd());
    for (const { current } of [list, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (isAtEnd || messages.at(-1)?.userId === ownId) toEnd();
    // Only a new last message moves the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [lastId]);
  useLayoutEffect(() => {
    // Older messages came in above: what is being read stays where it is.
    const element = list.current;
    if (element && heightBefore.current) element.scrollTop += element.scrollHeight - heightBefore.current;
    heightBefore.current = 0;
  }, [firstId]);

  async function loadOlder() {
    heightBefore.current = list.current?.scrollHeight ?? 0;
    await chat.loadOlder().catch(() => toast.error("Older messages could not be loaded. Please try again."));
  }

  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div
        ref={list}
        tabIndex={0}
        role="log"
        aria-label="Messages"
        aria-live="off"
        className="min-h-0 grow overflow-y-auto overscroll-contain px-4 py-3 focus-visible:-outline-offset-2"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setIsAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        <div ref={content}>
          {chat.hasOlder && !closed && (
            <div className="pb-3 text-center">
              <Button size="small" kind="quiet" onClick={() => void loadOlder()}>
                Show older messages
              </Button>
            </div>
          )}
          {messages.length === 0 && (
            <p className="pt-8 text-center text-ink-7">
              No messages yet.
              <br />
              What you write here is kept with the session.
            </p>
          )}
          {messages.map((message, index) => (
            <MessageLine
              key={message.id}
              message={message}
              previous={messages[index - 1]}
              color={colors.get(message.userId)}
              isOwn={message.userId === ownId}
              isMounted={isMounted}
              onFinding={(id) => void showFinding(id)}
              isEdited={own.editing?.message.id === message.id}
              change={
                closed || !own.changeable.has(message.id)
                  ? undefined
                  : { onEdit: () => own.edit(message), onDelete: () => own.remove(message) }
              }
              onDiscard={() => chat.discard(message.id)}
              onRetry={closed ? undefined : () => void chat.retry(message)}
            />
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-28 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-ink-4 bg-ink-0 px-3 text-sm text-ink-9 shadow-layer"
        >
          <ArrowDown size={14} aria-hidden="true" /> Latest
        </button>
      )}
      <p className="h-5 shrink-0 truncate px-4 text-xs text-ink-7">
        {typing.length > 0 && `${new Intl.ListFormat("en").format(typing)} ${typing.length > 1 ? "are" : "is"} typing…`}
      </p>
      <Composer closed={closed} />
    </div>
  );
}
