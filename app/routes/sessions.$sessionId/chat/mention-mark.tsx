import { chatWords } from "../../../words/chat.ts";
import { useUser } from "../connection/identity-context.tsx";
import { usePageData } from "../page-data.ts";
import { useParticipants } from "../people/people-context.tsx";

/** Whether a user id is this person's, or was theirs as a guest. */
export function useIsOneself(): (userId: string) => boolean {
  const { id } = useUser();
  const { guestIds } = usePageData();
  return (userId) => userId === id || guestIds.includes(userId);
}

/** Somebody who is mentioned, under the name that they have now; stronger for oneself. */
export function MentionMark({ userId, name }: { userId: string; name: string }) {
  const current = useParticipants().find((person) => person.userId === userId)?.name ?? name;
  const isOneself = useIsOneself()(userId);
  return (
    <span
      data-mention={userId}
      translate="no"
      className={`rounded px-0.5 font-semibold ${isOneself ? "bg-amber-tint text-amber" : "bg-ink-2 text-ink-10"}`}
    >
      @{current}
      {isOneself && (
        <span translate="yes" className="sr-only">
          {` ${chatWords.message.mentioned}`}
        </span>
      )}
    </span>
  );
}
