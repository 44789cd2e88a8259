import { ArrowDown, Send } from "lucide-react";
import { Fragment, type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { MAX_MESSAGE_CHARS } from "../../../../protocol/limits.ts";
import { isComposing } from "../../../ui/is-composing.ts";
import { Button } from "../../../ui/button.tsx";
import { Day, Time, useMounted } from "../../../ui/time.tsx";
import { cleanMessage } from "../../../api/message-input.ts";
import { closedWords } from "../connection/closed-words.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { useEnding } from "../connection/use-access.ts";
import { useColors, usePeopleHere } from "../people/people-context.tsx";
import { useShowFinding } from "../review/use-finding-actions.ts";
import { useChat } from "./chat-context.tsx";
import { MessageBody } from "./message-body.tsx";
import type { ShownMessage } from "./use-messages.ts";

const NEAR_END_PX = 60;
const GROUP_MS = 5 * 60_000;

export function Chat() {
  const chat = useChat();
  const { messages, draft } = chat;
  const collab = useCollab();
  const ownId = useUser().id;
  const colors = useColors();
  const typing = usePeopleHere().flatMap((person) => (person.typing ? [person.name] : []));
  const onTyping = useCallback((isTyping: boolean) => collab?.publish({ typing: isTyping }), [collab]);
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
    // A line that was not sent says so and grows, and what is being written takes room: the end stays in view.
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
    // Older ones came in above: what was read stays where it is.
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
              Nothing said yet.
              <br />
              What you write here is kept with the session.
            </p>
          )}
          {messages.map((message, index) => (
            <Fragment key={message.id}>
              <Line
                message={message}
                previous={messages[index - 1]}
                color={colors.get(message.userId)}
                isOwn={message.userId === ownId}
                isMounted={isMounted}
                onFinding={(id) => void showFinding(id)}
                onRetry={closed ? undefined : () => void chat.retry(message)}
              />
            </Fragment>
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          onClick={toEnd}
          className="absolute bottom-28 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-ink-4 bg-ink-0 px-3 text-[13px] text-ink-9 shadow-layer"
        >
          <ArrowDown size={14} aria-hidden="true" /> Latest
        </button>
      )}
      <p className="h-5 shrink-0 truncate px-4 text-xs text-ink-7">
        {typing.length > 0 && `${new Intl.ListFormat("en").format(typing)} ${typing.length > 1 ? "are" : "is"} typing…`}
      </p>
      <Composer closed={closed} draft={draft} onSend={chat.send} onTyping={onTyping} />
    </div>
  );
}

type LineProps = {
  message: ShownMessage;
  previous: ShownMessage | undefined;
  color: string | undefined;
  isOwn: boolean;
  isMounted: boolean;
  onFinding: (findingId: string) => void;
  onRetry: (() => void) | undefined;
};

function Line({ message, previous, color, isOwn, isMounted, onFinding, onRetry }: LineProps) {
  const newDay = !previous || dayOf(previous.createdAt, isMounted) !== dayOf(message.createdAt, isMounted);
  const problem = useRef<HTMLParagraphElement>(null);
  const hasFailed = message.state === "failed";
  useEffect(() => {
    if (hasFailed) problem.current?.scrollIntoView({ block: "nearest" });
  }, [hasFailed]);
  const continues =
    !newDay &&
    previous?.userId === message.userId &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < GROUP_MS;
  return (
    <>
      {newDay && (
        <div className="my-3 flex items-center gap-3 text-xs text-ink-7">
          <span className="h-px grow bg-ink-3" />
          <Day iso={message.createdAt} />
          <span className="h-px grow bg-ink-3" />
        </div>
      )}
      <article className={continues ? "mt-0.5" : "mt-3 first:mt-0"} data-message={message.id}>
        {!continues && (
          <header className="flex items-baseline gap-2">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 self-center rounded-full"
              style={{ background: color ?? "var(--ink-5)" }}
            />
            <span dir="auto" className="min-w-0 truncate font-medium text-ink-10">
              {message.userName}
            </span>
            {isOwn && <span className="text-xs text-ink-7">you</span>}
            <span className="shrink-0 text-xs text-ink-7 tabular-nums">
              <Time iso={message.createdAt} />
            </span>
          </header>
        )}
        <div className={`pl-4 ${message.state === "sending" ? "text-ink-7" : "text-ink-9"}`}>
          <MessageBody body={message.body} onFinding={onFinding} />
          {hasFailed && (
            <p ref={problem} role="alert" className="mt-1 flex flex-wrap items-center gap-2 text-red">
              Not sent. {message.problem}
              {onRetry && (
                <Button size="small" onClick={onRetry}>
                  Retry
                </Button>
              )}
            </p>
          )}
        </div>
      </article>
    </>
  );
}

/** The reader's own calendar day; until the page runs in their browser, that of UTC. */
function dayOf(iso: string, isMounted: boolean): string {
  return isMounted ? new Date(iso).toDateString() : iso.slice(0, 10);
}

type ComposerProps = {
  /** Why nothing can be written here any more. */
  closed: string | undefined;
  draft: { text: string } | undefined;
  onSend: (body: string) => void;
  onTyping: (isTyping: boolean) => void;
};

function Composer({ closed, draft, onSend, onTyping }: ComposerProps) {
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
    const timer = setTimeout(() => onTyping(false), 4_000);
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
          aria-describedby={left < 200 ? "message-left" : undefined}
          aria-disabled={Boolean(closed)}
          dir="auto"
          placeholder={closed ?? "Write a message"}
          // What was being written can still be copied.
          readOnly={Boolean(closed)}
          value={body}
          onChange={({ target }) => setBody(target.value)}
          onKeyDown={onKeyDown}
          className="min-h-9 grow resize-none rounded border border-ink-4 bg-ink-0 px-2.5 py-[7px] leading-5 text-ink-10 placeholder:text-ink-7 max-md:min-h-11 max-md:py-2.5 max-md:text-base"
        />
        <Button type="submit" aria-label="Send" disabled={!canSend} size="square" className="max-md:size-11">
          <Send size={16} />
        </Button>
      </div>
      {closed && body !== "" && <p className="mt-1 text-xs text-ink-7">{closed}</p>}
      {left < 200 && !closed && (
        <p id="message-left" className={`mt-1 text-xs tabular-nums ${left < 0 ? "text-red" : "text-ink-7"}`}>
          {left < 0
            ? `${-left} ${left === -1 ? "character" : "characters"} too many`
            : `${left} ${left === 1 ? "character" : "characters"} left`}
        </p>
      )}
    </form>
  );
}
