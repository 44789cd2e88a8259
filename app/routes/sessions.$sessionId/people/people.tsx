import { Crown, Eye, MoreHorizontal } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { Participant } from "../../../../protocol/entities.ts";
import { MenuItem, menuClass, menuContainer } from "../../../ui/menu.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { useIsOver } from "../connection/use-access.ts";
import { useUser } from "../connection/identity-context.tsx";
import { useFollowing } from "../editor/editor-context.tsx";
import { useSession } from "../settings-context.tsx";
import { type PersonHere, useParticipants, usePeopleHere } from "./people-context.tsx";
import { removePerson } from "./remove-person.ts";
import { setRole } from "./set-role.ts";

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
    ? [{ title: "In this session", rows }]
    : [
        { title: "Here now", rows: rows.filter(isHere) },
        { title: "Not here", rows: rows.filter((row) => !isHere(row)) },
      ];
  return (
    <div className="min-h-0 grow overflow-y-auto p-2">
      {isOver && (
        <p className="px-2 pt-1 pb-3 text-ink-7">This page is no longer connected: it does not know who is here now.</p>
      )}
      {groups.map(
        (group) =>
          group.rows.length > 0 && (
            <section key={group.title} aria-label={group.title} className="mb-3">
              <h3 className="px-2 py-1 text-xs font-medium text-ink-7">
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
                            ? `Following ${row.name}`
                            : `Go to ${row.name}'s caret; once more to follow`
                          : undefined
                      }
                      className="flex min-h-10 min-w-0 grow items-center gap-2.5 rounded px-2 py-1 text-left disabled:cursor-default max-md:min-h-11"
                    >
                      <Avatar person={row} className={person || row.userId === ownId ? "" : "opacity-50"} />
                      <span className="min-w-0">
                        <span className="block truncate text-ink-10">
                          <bdi>{row.name}</bdi> {row.userId === ownId && <span className="text-ink-7">(you)</span>}
                        </span>
                        <span className="flex items-center gap-1 text-xs text-ink-7">
                          {row.role === "owner" && <Crown size={11} aria-hidden="true" />}
                          {row.role === "viewer" && <Eye size={11} aria-hidden="true" />}
                          {describe(row, person, followed === row.userId)}
                        </span>
                      </span>
                    </button>
                    {isOwner && !isOver && row.role !== "owner" && (
                      <DropdownMenu.Root modal={false}>
                        <DropdownMenu.Trigger
                          aria-label={`Manage ${row.name}`}
                          className="mr-1 flex size-7 shrink-0 items-center justify-center rounded text-ink-7 hover:bg-ink-3 hover:text-ink-10 max-md:size-11"
                        >
                          <MoreHorizontal size={15} />
                        </DropdownMenu.Trigger>
                        <DropdownMenu.Portal container={menuContainer()}>
                          <DropdownMenu.Content className={menuClass} align="end">
                            {row.role === "viewer" ? (
                              <MenuItem onSelect={() => void setRole(session.id, row.userId, "editor")}>
                                Make editor
                              </MenuItem>
                            ) : (
                              <MenuItem onSelect={() => void setRole(session.id, row.userId, "viewer")}>
                                Make viewer
                              </MenuItem>
                            )}
                            <MenuItem danger onSelect={() => void removePerson(session.id, row)}>
                              Remove from session
                            </MenuItem>
                          </DropdownMenu.Content>
                        </DropdownMenu.Portal>
                      </DropdownMenu.Root>
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

function describe({ role, guest }: Participant, person: PersonHere | undefined, isFollowed: boolean): string {
  const roles = { owner: "Owner", editor: "Editor", viewer: "Viewing" };
  return [roles[role], guest && "guest", person?.idle && "idle", isFollowed && "following"].filter(Boolean).join(" · ");
}
