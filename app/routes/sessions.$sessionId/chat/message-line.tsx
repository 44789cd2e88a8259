import { Day, Time, useMounted } from "../../../ui/time.tsx";
import { chatWords } from "../../../words/chat.ts";
import { formatDate } from "../../../words/formats.ts";
import { asksToEdit } from "./edit-request.ts";
import { MakeEditor } from "./make-editor.tsx";
import { MessageBody } from "./message-body.tsx";
import { MessageMenu } from "./message-menu.tsx";
import type { ShownMessage } from "./message-list.ts";

/** A message that follows the same person's last one within this time has no name of its own. */
const GROUP_MS = 5 * 60_000;

type Props = {
  message: ShownMessage;
  previous: ShownMessage | undefined;
  color: string | undefined;
  isOwn: boolean;
  isMounted: boolean;
  onFinding: (findingId: string) => void;
  /** What comes from here on was not read before. */
  isFirstNew: boolean;
  /** Its text is in the composer. */
  isEdited: boolean;
  /** Undefined where the message cannot be changed. */
  change: { onEdit: () => void; onDelete: () => void } | undefined;
};

/** A message. The first of a day shows the date, the first of several by one person their name. */
export function MessageLine(props: Props) {
  const { message, previous, color, isOwn, isMounted, isFirstNew, isEdited, change, onFinding } = props;
  const newDay = !previous || dayOf(previous.createdAt, isMounted) !== dayOf(message.createdAt, isMounted);
  const continues =
    !newDay &&
    !isFirstNew &&
    previous?.userId === message.userId &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < GROUP_MS;
  const asks = asksToEdit(message);
  return (
    <>
      {newDay && (
        <div className="my-3 flex items-center gap-3 text-xs text-ink-7">
          <span className="h-px grow bg-ink-3" />
          <Day iso={message.createdAt} />
          <span className="h-px grow bg-ink-3" />
        </div>
      )}
      {isFirstNew && (
        <div data-new className="mt-3 flex items-center gap-3 text-xs font-semibold text-ink-10">
          <span className="h-px grow bg-ink-7" />
          {chatWords.newMessages}
          <span className="h-px grow bg-ink-7" />
        </div>
      )}
      <article
        className={`group relative -mx-2 rounded px-2 ${continues ? "mt-0.5" : "mt-3 first:mt-0"} ${isEdited ? "bg-ink-2" : "hover:bg-ink-1"}`}
        data-message={message.id}
        // Where the focus goes from the button that answers it.
        tabIndex={asks ? -1 : undefined}
      >
        {!continues && (
          <header className="flex items-baseline gap-2">
            <span
              aria-hidden="true"
              className="size-2 shrink-0 self-center rounded-full forced-color-adjust-none"
              style={{ background: color ?? "var(--ink-5)" }}
            />
            <span dir="auto" translate="no" className="min-w-0 truncate font-semibold text-ink-10">
              {message.userName}
            </span>
            {isOwn && <span className="text-xs text-ink-7">{chatWords.message.you}</span>}
            <span className="shrink-0 text-xs text-ink-7 tabular-nums">
              <Time iso={message.createdAt} />
            </span>
          </header>
        )}
        {change && <MessageMenu {...change} />}
        <div
          className={`ps-4 ${message.state === "sending" ? "text-ink-7" : "text-ink-9"} ${message.editedAt ? "[&>p:nth-last-child(2)]:inline" : ""}`}
        >
          <MessageBody body={message.body} onFinding={onFinding} />
          {message.editedAt && <EditedMark iso={message.editedAt} />}
        </div>
        {asks && (
          <div className="ps-4 pt-1 empty:hidden">
            <MakeEditor userId={message.userId} />
          </div>
        )}
      </article>
    </>
  );
}

/** The time is in its tip, in the reader's own zone, which the server does not know. */
function EditedMark({ iso }: { iso: string }) {
  const time = formatDate(new Date(iso), { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  return (
    <span className="ms-1.5 text-xs text-ink-7" title={useMounted() ? chatWords.message.editedAt(time) : undefined}>
      {chatWords.message.edited}
    </span>
  );
}

/** The reader's own calendar day; until the page runs in their browser, that of UTC. */
function dayOf(iso: string, isMounted: boolean): string {
  return isMounted ? new Date(iso).toDateString() : iso.slice(0, 10);
}
