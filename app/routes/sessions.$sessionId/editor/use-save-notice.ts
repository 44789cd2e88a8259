import { toast } from "../../../ui/toast.ts";
import { editorWords } from "../../../words/editor.ts";
import { useCollabState } from "../connection/collab-context.tsx";
import { useIsOver } from "../connection/use-access.ts";

/** Says that, and how, the text is saved, to whoever wants to save it. */
export function useSaveNotice(): () => void {
  const isOver = useIsOver();
  const save = useCollabState((state) => state.save);
  const notice = isOver ? "over" : save === "not-saved" || save === "offline" ? "waiting" : "byItself";
  return () => toast(editorWords.saving[notice], { id: "save" });
}
