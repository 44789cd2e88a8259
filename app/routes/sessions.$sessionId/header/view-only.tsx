import { Lock } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { useAskToEdit } from "../chat/chat-context.tsx";
import { headerWords } from "../../../words/header.tsx";

/** Tells a viewer that they may only view, and how to ask for more. */
export function ViewOnly() {
  const askToEdit = useAskToEdit();
  return (
    <span className="flex items-center gap-1.5 text-ink-7 max-sm:hidden">
      <Lock size={13} aria-hidden="true" />
      <span className="max-lg:hidden">{headerWords.viewOnly}</span>
      <Button size="small" onClick={askToEdit}>
        {headerWords.askToEdit}
      </Button>
    </span>
  );
}
