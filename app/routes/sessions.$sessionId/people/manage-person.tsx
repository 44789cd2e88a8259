import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import type { Participant } from "../../../../protocol/entities.ts";
import { MenuItem, menuClass, menuContainer } from "../../../ui/menu.tsx";
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
export function ManagePerson({ person, container = menuContainer(), onRemoved, children, label, className }: Props) {
  const sessionId = useSession().id;
  const other = person.role === "viewer" ? "editor" : "viewer";
  async function remove() {
    const offer = await removePerson(sessionId, person);
    if (offer) onRemoved(offer);
  }
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger aria-label={label} className={className}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={container}>
        <DropdownMenu.Content className={menuClass} align="end">
          <MenuItem onSelect={() => void setRole(sessionId, person.userId, other)}>
            {peopleWords.manage.make[other]}
          </MenuItem>
          <MenuItem danger onSelect={() => void remove()}>
            {peopleWords.manage.remove}
          </MenuItem>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
