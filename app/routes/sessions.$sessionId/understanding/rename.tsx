import { useEffect, useState } from "react";
import { later } from "../../../ui/later.ts";
import { laterDialog } from "../../../ui/later-parts.tsx";
import { useMayEditNow } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useUnderstanding } from "./understanding-context.tsx";
import type { Renaming } from "./understanding.client.ts";

const script = later(() => import("./rename-dialog.tsx"));
const RenameDialog = laterDialog(script, (module) => module.RenameDialog);

/** The question for a new name, while one is asked for; it goes with the right to write. */
export function Rename() {
  const { understanding, renaming, setRenaming } = useUnderstanding();
  const pane = usePane();
  const mayEdit = useMayEditNow();
  /** While it closes, it still says what it was about. */
  const [last, setLast] = useState<Renaming>();
  useEffect(() => {
    if (renaming) setLast(renaming);
  }, [renaming]);
  const shown = renaming ?? last;
  if (!understanding || !shown) return null;
  return (
    <RenameDialog
      isOpen={renaming !== undefined && mayEdit}
      onClose={() => {
        setRenaming(undefined);
        pane?.focus();
      }}
      understanding={understanding}
      renaming={shown}
    />
  );
}
