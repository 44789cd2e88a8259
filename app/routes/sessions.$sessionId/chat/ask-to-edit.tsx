import type { ComponentProps } from "react";
import { Button } from "../../../ui/button.tsx";
import { headerWords } from "../../../words/header.tsx";
import { useAskToEdit } from "./chat-context.tsx";

/** Asks the owner whether one may edit. Whoever has asked finds the button where it was, and it says so. */
export function AskToEdit(style: Pick<ComponentProps<typeof Button>, "kind" | "className">) {
  const { ask, hasAsked } = useAskToEdit();
  return (
    <Button
      {...style}
      size="small"
      aria-disabled={hasAsked}
      title={hasAsked ? headerWords.askAgainLater : undefined}
      onClick={ask}
    >
      {hasAsked ? headerWords.hasAsked : headerWords.askToEdit}
    </Button>
  );
}
