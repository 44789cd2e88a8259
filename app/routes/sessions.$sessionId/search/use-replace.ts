import { toast } from "sonner";
import type * as Y from "yjs";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { useCollabState } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import type { TextEdit } from "../files/text-edits.ts";
import { hasRoom } from "./has-room.ts";
import type { LiveSearch, Target } from "./live-search.ts";
import { countWords, refusalWords } from "./search-words.ts";

/** One notice at a time: of many results that are replaced one by one, the last is the one to take back. */
const NOTICE = { id: "replaced", duration: UNDO_MS };

/** Replaces what is found: one edit, which Undo takes back in all files, also from the keyboard in each of them. */
export function useReplace(ydoc: Y.Doc, live: LiveSearch | undefined): (target: Target) => Promise<void> {
  const pane = usePane();
  const nearlyFull = useCollabState((state) => state.nearlyFull);
  return async (target) => {
    if (!live) return;
    if (!pane) return void toast.error("The editor is still loading. Please try again in a moment.");
    let isFull = false;
    const outcome = await live.replace(target, (edits) => {
      isFull = !hasRoom(ydoc, edits.values(), nearlyFull);
      if (isFull) return;
      const words = countWords(countEdits(edits), edits.size);
      const edit = pane.edits.editFiles(edits, (isUndone) =>
        tell(isUndone ? `Undone: ${words} as before.` : `Replaced ${words}.`, isUndone ? "Redo" : "Undo"),
      );
      const tell = (sentence: string, label: "Undo" | "Redo") =>
        toast(sentence, {
          ...NOTICE,
          action: {
            label,
            // The notice of what was done then has taken this one's place, and is not to go with it.
            onClick: (event) => (label === "Undo" ? edit.undo() : edit.redo()) && event.preventDefault(),
          },
        });
      tell(`Replaced ${words}.`, "Undo");
    });
    if (isFull) toast.error(refusalWords["no-room"]);
    else if (outcome === "gone" && !target.result) toast.error(refusalWords.same);
    else if (outcome !== "found") toast.error(refusalWords[outcome]);
  };
}

const countEdits = (edits: ReadonlyMap<string, TextEdit[]>) =>
  [...edits.values()].reduce((sum, those) => sum + those.length, 0);
