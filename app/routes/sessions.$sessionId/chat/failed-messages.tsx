import { Button } from "../../../ui/button.tsx";
import { useChat } from "./chat-context.tsx";
import { MessageBody } from "./message-body.tsx";

/** Messages that were not sent, in view wherever the list is. */
export function FailedMessages({ isClosed }: { isClosed: boolean }) {
  const { messages, retry, discard } = useChat();
  const failed = messages.filter(({ state }) => state === "failed");
  if (failed.length === 0) return null;
  return (
    <div
      role="group"
      aria-label="Not sent"
      className="max-h-[40%] shrink-0 space-y-2 overflow-y-auto border-t border-ink-3 px-4 py-2"
    >
      {failed.map((message) => (
        <article key={message.id} data-message={message.id}>
          <div className="max-h-24 overflow-hidden text-ink-9">
            <MessageBody body={message.body} />
          </div>
          <div className="mt-1 flex flex-wrap items-center gap-2">
            <p role="alert" className="min-w-0 text-red">
              Not sent. {message.problem}
            </p>
            {!isClosed && (
              <Button size="small" onClick={() => void retry(message)}>
                Retry
              </Button>
            )}
            <Button size="small" kind="quiet" onClick={() => discard(message.id)}>
              Discard
            </Button>
          </div>
        </article>
      ))}
    </div>
  );
}
