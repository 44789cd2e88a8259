import { Avatar } from "../../../ui/avatar.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import { useIsTouch } from "../layout-context.tsx";
import { useOwnPerson, usePeopleHere } from "../people/people-context.tsx";

const SHOWN_PEOPLE = 5;

/** Who is here, oneself first; a click goes to somebody's caret, a second one follows them; a tap follows. */
export function PeopleDiscs() {
  const user = useOwnPerson();
  const here = usePeopleHere();
  const { goTo, follow } = useFollowing();
  const isTouch = useIsTouch();
  return (
    <ul aria-label="People here" className="flex gap-0.5 max-md:hidden">
      <li title={`${user.name} (you)`}>
        <Avatar person={user} size={26} className="ring-2 ring-ink-1" />
        <span className="sr-only">{user.name} (you)</span>
      </li>
      {here.slice(0, SHOWN_PEOPLE - 1).map((person) => (
        <li key={person.id}>
          <button
            type="button"
            title={isTouch ? `Follow ${person.name}` : `${person.name}: go to the caret, once more to follow`}
            className="rounded-full"
            onClick={() => (isTouch ? follow(person) : goTo(person))}
          >
            <Avatar
              person={{ ...person, avatarUrl: person.avatar }}
              size={26}
              className={`ring-2 ring-ink-1 ${person.idle ? "opacity-60" : ""}`}
            />
            <span className="sr-only">
              {isTouch ? "Follow" : "Go to"} {person.name}
            </span>
          </button>
        </li>
      ))}
      {here.length >= SHOWN_PEOPLE && (
        <li className="flex items-center pl-2.5 text-xs text-ink-7 tabular-nums">+{here.length - SHOWN_PEOPLE + 1}</li>
      )}
    </ul>
  );
}
