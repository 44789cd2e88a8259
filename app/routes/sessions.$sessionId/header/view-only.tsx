import { Lock } from "lucide-react";
import { AskToEdit } from "../chat/ask-to-edit.tsx";
import { headerWords } from "../../../words/header.tsx";

/** Tells a viewer that they may only view, and how to ask for more. */
export function ViewOnly() {
  return (
    <span className="flex items-center gap-1.5 text-ink-7 max-sm:hidden">
      <Lock size={13} aria-hidden="true" />
      <span className="max-lg:hidden">{headerWords.viewOnly}</span>
      <AskToEdit />
    </span>
  );
}
