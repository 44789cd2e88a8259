import { useEffect } from "react";
import { useIsOver } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { usePanel } from "../layout-context.tsx";

/** Offers a review in the editor's palette and menu, for as long as one can be asked for here. */
export function useReviewCommand() {
  const pane = usePane();
  const isOver = useIsOver();
  const { setPanel } = usePanel();
  useEffect(() => {
    if (isOver) return;
    const command = pane?.commands.add({ id: "review", label: "Review the code", run: () => setPanel("review") });
    return () => command?.dispose();
  }, [pane, isOver, setPanel]);
}
