import type { ReactNode } from "react";
import type { Participant } from "../../../../protocol/entities.ts";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { useSession } from "../settings-context.tsx";
import { removePerson } from "./remove-person.ts";
import { setRole } from "./set-role.ts";
import type { Offer } from "./use-undoable.ts";
import { peopleWords } from "../../../words/people.ts";

type Props = {
  person: Participant;
  /** Where the menu is drawn; in a dialog it must be within that, since the page around it is out of reach. */
  container?: HTMLElement | null;
  onRemoved: (offer: Offer) => void;
  /** What the button shows. */
  children: ReactNode;
  label: string;
  className: string;
};

/** What the owner of a session can do with somebody in it. */
export function ManagePerson({ person, container, onRemoved, children, label, className }: Props) {
  const sessionId = useSession().id;
  const other = person.role === "viewer" ? "editor" : "viewer";
  async function remove() {
    const offer = await removePerson(sessionId, person);
    if (offer) onRemoved(offer);
  }
  return (
    <Menu
      align="end"
      container={container}
      trigger={
        <button type="button" aria-label={label} className={className}>
          {children}
        </button>
      }
    >
      <MenuItem onSelect={() => void setRole(sessionId, person.userId, other)}>
        {peopleWords.manage.make[other]}
      </MenuItem>
      <MenuItem danger onSelect={() => void remove()}>
        {peopleWords.manage.remove}
      </MenuItem>
    </Menu>
  );
}
