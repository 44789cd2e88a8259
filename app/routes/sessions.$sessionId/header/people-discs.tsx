import { Avatar } from "../../../ui/avatar.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import { useIsTouch } from "../layout-context.tsx";
import { useOwnPerson, usePeopleHere } from "../people/people-context.tsx";
import { headerWords } from "../../../words/header.tsx";

const SHOWN_PEOPLE = 5;

/** Who is here, oneself first; a click goes to somebody's caret, a second one follows them; a tap follows. */
export function PeopleDiscs() {
  const user = useOwnPerson();
  const here = usePeopleHere();
  const { goTo, follow } = useFollowing();
  const isTouch = useIsTouch();
  const words = headerWords.people;
  return (
    <ul aria-label={words.here} className="flex gap-0.5 max-md:hidden">
      <li title={words.you(user.name)}>
        <Avatar person={user} size={26} className="ring-2 ring-ink-1" />
        <span className="sr-only">{words.you(user.name)}</span>
      </li>
      {here.slice(0, SHOWN_PEOPLE - 1).map((person) => (
        <li key={person.id}>
          <button
            type="button"
            title={isTouch ? words.follow(person.name) : words.goToThenFollow(person.name)}
            className="rounded-full"
            onClick={() => (isTouch ? follow(person) : goTo(person))}
          >
            <Avatar
              person={{ ...person, avatarUrl: person.avatar }}
              size={26}
              className={`ring-2 ring-ink-1 ${person.idle ? "opacity-60" : ""}`}
            />
            <span className="sr-only">{isTouch ? words.follow(person.name) : words.goTo(person.name)}</span>
          </button>
        </li>
      ))}
      {here.length >= SHOWN_PEOPLE && (
        <li className="flex items-center ps-2.5 text-xs text-ink-7 tabular-nums">+{here.length - SHOWN_PEOPLE + 1}</li>
      )}
    </ul>
  );
}
