import { MoreHorizontal } from "lucide-react";
import { useIsOver } from "../connection/use-access.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import { useSession } from "../settings-context.tsx";
import { FollowButton } from "./follow-button.tsx";
import { ManagePerson } from "./manage-person.tsx";
import { useParticipants, usePeopleHere } from "./people-context.tsx";
import { PersonIdentity } from "./person-identity.tsx";
import { offerAsNotice } from "./use-undoable.ts";
import { peopleWords } from "../../../words/people.ts";

/** Who is in the session: those connected now first. A click goes to somebody's caret, a second one follows them. */
export function People() {
  const participants = useParticipants();
  const here = usePeopleHere();
  const ownId = useUser().id;
  const session = useSession();
  const isOwner = session.role === "owner";
  const isOver = useIsOver();
  const { followed: followedPerson, goTo } = useFollowing();
  const followed = followedPerson?.id;
  const hereById = new Map(here.map((person) => [person.id, person]));
  const rows = participants.map((participant) => ({ ...participant, person: hereById.get(participant.userId) }));
  const isHere = (row: (typeof rows)[number]) => row.userId === ownId || row.person !== undefined;
  const groups = isOver
    ? [{ title: peopleWords.inSession, rows }]
    : [
        { title: peopleWords.hereNow, rows: rows.filter(isHere) },
        { title: peopleWords.notHere, rows: rows.filter((row) => !isHere(row)) },
      ];
  return (
    <div className="min-h-0 grow overflow-y-auto p-2">
      {isOver && <p className="px-2 pt-1 pb-3 text-ink-7">{peopleWords.notConnected}</p>}
      {groups.map(
        (group) =>
          group.rows.length > 0 && (
            <section key={group.title} aria-label={group.title} className="mb-3">
              <h3 className="px-2 py-1 text-xs text-ink-7">
                {group.title} <span className="tabular-nums">({group.rows.length})</span>
              </h3>
              <ul>
                {group.rows.map(({ person, ...row }) => (
                  <li key={row.userId} className="flex items-center rounded hover:bg-ink-2">
                    <button
                      type="button"
                      disabled={!person}
                      onClick={() => person && goTo(person)}
                      title={
                        person
                          ? followed === row.userId
                            ? peopleWords.following.isFollowed(row.name)
                            : peopleWords.following.goToThenFollow(row.name)
                          : undefined
                      }
                      className="flex min-h-10 min-w-0 grow items-center gap-2.5 rounded px-2 py-1 text-start disabled:cursor-default max-md:min-h-11"
                    >
                      <PersonIdentity
                        person={row}
                        isOwn={row.userId === ownId}
                        isFaded={!isHere({ ...row, person })}
                        details={[
                          peopleWords.about[row.role],
                          row.guest && peopleWords.about.guest,
                          person?.idle && peopleWords.about.idle,
                          followed === row.userId && peopleWords.about.following,
                        ]}
                      />
                    </button>
                    {person && <FollowButton person={person} />}
                    {isOwner && !isOver && row.role !== "owner" && (
                      <ManagePerson
                        person={row}
                        onRemoved={offerAsNotice}
                        label={peopleWords.manage.label(row.name)}
                        className="me-1 flex size-7 shrink-0 items-center justify-center rounded text-ink-7 hover:bg-ink-3 hover:text-ink-10 max-md:size-11"
                      >
                        <MoreHorizontal size={15} />
                      </ManagePerson>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}
