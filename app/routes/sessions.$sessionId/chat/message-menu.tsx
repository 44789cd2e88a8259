import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { chatWords } from "../../../words/chat.ts";

/** What can be done with a message of one's own: on hover and focus, and always where there is no mouse. */
export function MessageMenu({ onEdit, onDelete }: { onEdit: () => void; onDelete: () => void }) {
  const isEditing = useRef(false);
  const [panel, setPanel] = useState<HTMLElement | null>(null);
  useEffect(() => setPanel(document.getElementById("side-panel")), []);
  return (
    <Menu
      // Below the panel, so that it is inside of a landmark.
      container={panel}
      align="end"
      // The composer has the focus then.
      onCloseAutoFocus={(event) => isEditing.current && event.preventDefault()}
      trigger={
        <button
          type="button"
          aria-label={chatWords.message.change}
          className="absolute end-1 -top-1.5 flex size-7 items-center justify-center rounded border border-ink-3 bg-ink-0 text-ink-8 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:bg-ink-2 data-[state=open]:opacity-100 pointer-coarse:static pointer-coarse:float-end pointer-coarse:-my-2 pointer-coarse:size-11 pointer-coarse:border-0 pointer-coarse:bg-transparent pointer-coarse:opacity-100"
        >
          <Ellipsis size={15} aria-hidden="true" />
        </button>
      }
    >
      <MenuItem
        icon={Pencil}
        onSelect={() => {
          isEditing.current = true;
          onEdit();
        }}
      >
        {chatWords.message.edit}
      </MenuItem>
      <MenuItem icon={Trash2} danger onSelect={onDelete}>
        {chatWords.message.delete}
      </MenuItem>
    </Menu>
  );
}
