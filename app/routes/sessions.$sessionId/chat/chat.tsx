import { chatWords } from "../../../words/chat.ts";
import { useEnding } from "../connection/use-access.ts";
import { whyClosed } from "../connection/why-closed.ts";
import { usePeopleHere } from "../people/people-context.tsx";
import { Composer } from "./composer.tsx";
import { FailedMessages } from "./failed-messages.tsx";
import { MessageLog } from "./message-log.tsx";

/** The messages of the session, and where one is written. */
export function Chat() {
  const closed = whyClosed(useEnding(), chatWords.closed);
  const typing = usePeopleHere().flatMap((person) => (person.typing ? [person.name] : []));
  return (
    <div className="flex min-h-0 grow flex-col">
      <MessageLog isClosed={Boolean(closed)} />
      <FailedMessages isClosed={Boolean(closed)} />
      <p className="h-5 shrink-0 truncate px-4 text-xs text-ink-7">{typing.length > 0 && chatWords.typing(typing)}</p>
      <Composer closed={closed} />
    </div>
  );
}
