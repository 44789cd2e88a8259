import { closedWords } from "../connection/closed-words.ts";
import { useEnding } from "../connection/use-access.ts";
import { usePeopleHere } from "../people/people-context.tsx";
import { Composer } from "./composer.tsx";
import { FailedMessages } from "./failed-messages.tsx";
import { MessageLog } from "./message-log.tsx";

/** The messages of the session, and where one is written. */
export function Chat() {
  const closed = closedWords(useEnding(), "write here");
  const typing = usePeopleHere().flatMap((person) => (person.typing ? [person.name] : []));
  return (
    <div className="flex min-h-0 grow flex-col">
      <MessageLog isClosed={Boolean(closed)} />
      <FailedMessages isClosed={Boolean(closed)} />
      <p className="h-5 shrink-0 truncate px-4 text-xs text-ink-7">
        {typing.length > 0 && `${new Intl.ListFormat("en").format(typing)} ${typing.length > 1 ? "are" : "is"} typing…`}
      </p>
      <Composer closed={closed} />
    </div>
  );
}
