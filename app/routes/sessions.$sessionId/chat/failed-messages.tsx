import { Button } from "../../../ui/button.tsx";
import { chatWords } from "../../../words/chat.ts";
import { useSpoken } from "../announcer.tsx";
import { useChat } from "./chat-context.tsx";
import { MessageBody } from "./message-body.tsx";
import { useKeeping } from "./use-keeping.ts";

/** Messages that were not sent, in view wherever the list is. */
export function FailedMessages({ isClosed }: { isClosed: boolean }) {
  const { messages, retry, discard } = useChat();
  const { mayKeep } = useKeeping();
  const failed = messages.filter(({ state }) => state === "failed");
  if (failed.length === 0) return null;
  const words = chatWords.failed;
  return (
    <div
      role="group"
      aria-label={words.group}
      className="max-h-[40%] shrink-0 space-y-2 overflow-y-auto border-t border-ink-3 px-4 py-2"
    >
      {failed.map((message) => (
        <article key={message.id} data-message={message.id}>
          <div className="max-h-24 overflow-hidden text-ink-9">
            <MessageBody body={message.body} />
          </div>
          <div className="mt-1 flex flex-wrap items-center gap-2">
            <Problem
              sentence={[words.notSent, message.problem, message.isKept && mayKeep ? words.isKept : words.isNotKept]
                .filter(Boolean)
                .join(" ")}
            />
            {!isClosed && (
              <Button size="small" onClick={() => void retry(message)}>
                {words.retry}
              </Button>
            )}
            <Button size="small" kind="quiet" onClick={() => discard(message.id)}>
              {words.discard}
            </Button>
          </div>
        </article>
      ))}
    </div>
  );
}

function Problem({ sentence }: { sentence: string }) {
  useSpoken(sentence);
  return <p className="min-w-0 text-red">{sentence}</p>;
}
