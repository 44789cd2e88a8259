import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { useUser } from "../connection/identity-context.tsx";
import { useSession } from "../settings-context.tsx";
import { ManagePerson } from "./manage-person.tsx";
import { useConnected, useParticipants } from "./people-context.tsx";
import { PersonIdentity } from "./person-identity.tsx";
import type { Offer } from "./use-undoable.ts";
import { peopleWords } from "../../../words/people.ts";
import { sharingWords } from "../../../words/sharing.tsx";

/** Everybody who takes part and what they may do, which the owner changes here as in the people's panel. */
export function PeopleWithAccess({ offer }: { offer: (offer: Offer) => void }) {
  const participants = useParticipants();
  const connected = useConnected();
  const ownId = useUser().id;
  const isOwner = useSession().role === "owner";
  const [section, setSection] = useState<HTMLElement | null>(null);
  const hereIds = new Set(connected.map(({ id }) => id).concat(ownId));
  return (
    <section ref={setSection} aria-labelledby="people-with-access">
      <h3 id="people-with-access" className="mb-1 text-sm">
        {sharingWords.people} <span className="font-normal text-ink-7 tabular-nums">({participants.length})</span>
      </h3>
      <ul
        // A long list scrolls, with the keyboard, too.
        tabIndex={0}
        aria-labelledby="people-with-access"
        className="-mx-2 max-h-[min(15.5rem,38dvh)] overflow-y-auto rounded px-2 text-sm focus-visible:-outline-offset-2"
      >
        {participants.map((person) => (
          <li key={person.userId} className="flex min-h-11 items-center gap-2.5">
            <PersonIdentity
              person={person}
              isOwn={person.userId === ownId}
              details={[
                hereIds.has(person.userId) && peopleWords.about.here,
                person.guest && peopleWords.about.guest,
                person.byLink && peopleWords.about.byLink,
              ]}
            />
            <span className="grow" />
            {isOwner && person.role !== "owner" ? (
              <ManagePerson
                person={person}
                container={section}
                onRemoved={offer}
                label={peopleWords.manage.labelWithRole[person.role](person.name)}
                className="flex h-8 shrink-0 items-center gap-1 rounded px-2 whitespace-nowrap text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:h-11"
              >
                {peopleWords.roles[person.role]} <ChevronDown size={14} aria-hidden="true" />
              </ManagePerson>
            ) : (
              <span className="shrink-0 px-2 text-ink-7">{peopleWords.roles[person.role]}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
