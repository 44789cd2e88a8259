import type * as Y from "yjs";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { commonWords } from "../../../words/common.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { useCollabState } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { hasRoom, noRoomSentence } from "../editor/has-room.ts";
import type { TextEdit } from "../files/text-edits.ts";
import type { LiveSearch, Target } from "./live-search.ts";
import { refusalOf } from "./search-sentences.ts";

/** One notice at a time: of many results that are replaced one by one, the last is the one to take back. */
const NOTICE = { id: "replaced", duration: UNDO_MS };

/** Replaces what is found: one edit, which Undo takes back in all files, also from the keyboard in each of them. */
export function useReplace(ydoc: Y.Doc, live: LiveSearch | undefined): (target: Target) => Promise<void> {
  const pane = usePane();
  const nearlyFull = useCollabState((state) => state.nearlyFull);
  return async (target) => {
    if (!live) return;
    if (!pane) return void toast.error(searchPanelWords.stillLoading);
    let isFull = false;
    const outcome = await live.replace(target, (edits) => {
      isFull = !hasRoom(ydoc, edits.values(), nearlyFull);
      if (isFull) return;
      const count = countEdits(edits);
      const edit = pane.edits.editFiles(edits, (isUndone) => tell(isUndone));
      const tell = (isUndone: boolean) =>
        toast(isUndone ? searchPanelWords.undone(count, edits.size) : searchPanelWords.replaced(count, edits.size), {
          ...NOTICE,
          action: {
            label: isUndone ? commonWords.redo : commonWords.undo,
            // The notice of what was done then has taken this one's place, and is not to go with it.
            onClick: (event) => (isUndone ? edit.redo() : edit.undo()) && event.preventDefault(),
          },
        });
      tell(false);
    });
    if (isFull) toast.error(noRoomSentence());
    else if (outcome === "gone" && !target.result) toast.error(refusalOf("same"));
    else if (outcome !== "found") toast.error(refusalOf(outcome));
  };
}

const countEdits = (edits: ReadonlyMap<string, TextEdit[]>) =>
  [...edits.values()].reduce((sum, those) => sum + those.length, 0);
