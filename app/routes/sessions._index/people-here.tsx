import { Avatar } from "../../ui/avatar.tsx";
import { formatList } from "../../words/formats.ts";
import { sessionListWords } from "../../words/session-list.tsx";
import type { ListedSession } from "./route.tsx";

const MAX_SHOWN = 4;

/** Who is in a session now, as overlapping discs. */
export function PeopleHere({ people, className = "" }: { people: ListedSession["here"]; className?: string }) {
  if (people.length === 0) return null;
  const names = people.map(({ name }) => name);
  const shown = people.length > MAX_SHOWN + 1 ? people.slice(0, MAX_SHOWN) : people;
  return (
    <div
      role="img"
      aria-label={sessionListWords.hereNow(names)}
      title={formatList(names)}
      translate="no"
      className={`relative z-10 flex shrink-0 gap-0.5 ${className}`}
    >
      {shown.map((person) => (
        <Avatar key={person.id} person={person} size={26} className="ring-2 ring-ink-0" />
      ))}
      {people.length > shown.length && (
        <span className="inline-flex h-6.5 min-w-6.5 items-center justify-center rounded-full bg-ink-2 px-1 text-2xs font-semibold text-ink-9 ring-2 ring-ink-0">
          +{people.length - shown.length}
        </span>
      )}
    </div>
  );
}
