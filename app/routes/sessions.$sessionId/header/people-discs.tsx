import { Avatar } from "../../../ui/avatar.tsx";
import { useRole } from "../connection/use-access.ts";
import { useFollowing } from "../editor/editor-context.tsx";
import { useIsTouch } from "../layout-context.tsx";
import { describePerson } from "../people/describe-person.ts";
import { useOwnPerson, usePeopleHere } from "../people/people-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { headerWords } from "../../../words/header.tsx";
import { peopleWords } from "../../../words/people.ts";

const SHOWN_PEOPLE = 5;

/**
 * Who is here, oneself first; a click goes to somebody's caret, a second one follows them; a tap follows. The panel has
 * those for whom there is no room.
 */
export function PeopleDiscs() {
  const user = useOwnPerson();
  const role = useRole();
  const here = usePeopleHere();
  const { goTo, follow } = useFollowing();
  const isTouch = useIsTouch();
  const openPanel = useOpenPanel();
  const words = headerWords.people;
  const own = describePerson({ ...user, role }, true);
  const others = here.length - SHOWN_PEOPLE + 1;
  return (
    <ul aria-label={words.here} className="flex gap-0.5 max-md:hidden">
      <li title={own}>
        <Avatar person={user} size={26} className="ring-2 ring-ink-1" />
        <span className="sr-only">{own}</span>
      </li>
      {here.slice(0, SHOWN_PEOPLE - 1).map((person) => {
        const label = (isTouch ? words.follow : words.goToThenFollow)(describePerson(person));
        return (
          <li key={person.id}>
            <button
              type="button"
              aria-label={label}
              title={label}
              className="rounded-full"
              onClick={() => (isTouch ? follow(person) : goTo(person))}
            >
              <Avatar
                person={{ ...person, avatarUrl: person.avatar }}
                size={26}
                className={`ring-2 ring-ink-1 ${person.idle ? "opacity-60" : ""}`}
              />
            </button>
          </li>
        );
      })}
      {others > 0 && (
        <li>
          <button
            type="button"
            aria-label={peopleWords.more(others)}
            title={peopleWords.more(others)}
            onClick={() => openPanel("people")}
            className="ms-1 flex h-6.5 min-w-6.5 items-center justify-center rounded-full px-1.5 text-xs text-ink-8 tabular-nums hover:bg-ink-2 hover:text-ink-10"
          >
            +{others}
          </button>
        </li>
      )}
    </ul>
  );
}
