import { ArrowDown } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { useMounted } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.ts";
import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useColors } from "../people/people-context.tsx";
import { useShowFinding } from "../review/use-finding-actions.ts";
import { shownCount } from "../shown-count.ts";
import { useChat } from "./chat-context.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { MessageLine } from "./message-line.tsx";
import { useLogScroll } from "./use-log-scroll.ts";

/** Older messages are loaded when no more than this is left above. */
const NEAR_TOP_PX = 300;

/** The list of messages. It shows its end, or where its reader left off. */
export function MessageLog({ isClosed }: { isClosed: boolean }) {
  const chat = useChat();
  const { own, unread, newFrom, isSeenKnown, setIsReading } = chat;
  const messages = chat.messages.filter(({ state }) => state !== "failed");
  const ownId = useUser().id;
  const colors = useColors();
  const showFinding = useShowFinding();
  const isMounted = useMounted();
  const last = messages.at(-1);
  const scroll = useLogScroll({
    firstId: messages[0]?.id,
    lastId: last?.id,
    isOwnLast: last?.userId === ownId,
    newFrom,
    isSeenKnown,
  });
  const { isReading } = scroll;
  useEffect(() => {
    setIsReading(isReading);
    return () => setIsReading(false);
  }, [isReading, setIsReading]);

  const [isLoading, setIsLoading] = useState(false);
  const isAsking = useRef(false);
  const [hasFailed, setHasFailed] = useState(false);
  async function loadOlder() {
    if (isAsking.current) return;
    isAsking.current = true;
    setIsLoading(true);
    try {
      await chat.loadOlder();
      setHasFailed(false);
    } catch {
      setHasFailed(true);
      toast.error(chatWords.olderFailed);
    }
    isAsking.current = false;
    setIsLoading(false);
  }
  const pill =
    unread > 0
      ? { label: chatWords.unread(shownCount(unread)), go: scroll.toNew }
      : { label: chatWords.latest, go: scroll.toEnd };

  return (
    <div className="relative flex min-h-0 grow flex-col">
      <div
        ref={scroll.list}
        tabIndex={0}
        role="log"
        aria-label={chatWords.messages}
        aria-live="off"
        className="relative min-h-0 grow overflow-y-auto overscroll-contain px-4 py-3 [overflow-anchor:none] focus-visible:-outline-offset-2"
        onScroll={({ currentTarget }) => {
          scroll.measure();
          if (currentTarget.scrollTop < NEAR_TOP_PX && chat.hasOlder && !isClosed && !hasFailed) void loadOlder();
        }}
      >
        <div ref={scroll.content}>
          {chat.hasOlder && !isClosed && (
            <div className="flex h-10 items-start justify-center">
              <Button size="small" kind="quiet" disabled={isLoading} onClick={() => void loadOlder()}>
                {isLoading ? chatWords.loadingOlder : chatWords.older}
              </Button>
            </div>
          )}
          {chat.messages.length === 0 && <EmptyChat isClosed={isClosed} />}
          {messages.map((message, index) => (
            <MessageLine
              key={message.id}
              message={message}
              previous={messages[index - 1]}
              color={colors.get(message.userId)}
              isOwn={message.userId === ownId}
              isMounted={isMounted}
              isFirstNew={message.id === newFrom}
              isEdited={own.editing?.message.id === message.id}
              change={
                isClosed || !own.changeable.has(message.id)
                  ? undefined
                  : { onEdit: () => own.edit(message), onDelete: () => own.remove(message) }
              }
              onFinding={(id) => void showFinding(id)}
            />
          ))}
        </div>
      </div>
      {!scroll.isAtEnd && messages.length > 0 && (
        <button
          type="button"
          onClick={pill.go}
          className={`absolute bottom-2 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border px-3 text-sm shadow-layer max-md:h-11 ${
            unread > 0 ? "border-ink-9 bg-ink-9 text-ink-0" : "border-ink-4 bg-ink-0 text-ink-9"
          }`}
        >
          <ArrowDown size={14} aria-hidden="true" /> {pill.label}
        </button>
      )}
    </div>
  );
}
