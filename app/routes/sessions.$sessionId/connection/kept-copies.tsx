import { useEffect, useState } from "react";
import { removeCopy } from "../../../copies.client.ts";
import { Button } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { DiscardButton } from "./discard-button.tsx";
import { downloadAll } from "../files/file-actions.ts";
import type { UnsavedCopy } from "./kept-copy.client.ts";
import { Strip } from "../strip.tsx";

/** `lineage` is that of the document that is shown, whose own copy is merged instead. */
type Props = { userId: string; sessionId: string; lineage?: string; className?: string };

/** Edits that never reached the server and will not any more, offered for as long as this device keeps them. */
export function KeptCopies({ userId, sessionId, lineage, className }: Props) {
  const [copies, setCopies] = useState<UnsavedCopy[]>([]);
  useEffect(() => {
    let isShown = true;
    import("./kept-copy.client.ts")
      .then(({ findUnsavedCopies }) => findUnsavedCopies(userId, sessionId, lineage))
      .then(
        (found) => isShown && setCopies(found),
        (error: unknown) => console.warn("Kept copies could not be read.", error),
      );
    return () => {
      isShown = false;
    };
  }, [userId, sessionId, lineage]);

  async function discard({ name }: UnsavedCopy) {
    await removeCopy(name);
    setCopies((known) => known.filter((copy) => copy.name !== name));
  }

  return copies.map((copy) => (
    <Strip
      key={copy.name}
      tone="amber"
      className={className}
      actions={
        <>
          <Button size="small" onClick={() => void downloadAll(copy.ydoc, "session")}>
            {connectionWords.copies.download}
          </Button>
          <DiscardButton onDiscard={() => void discard(copy)} />
        </>
      }
    >
      {connectionWords.copies.neverSaved}
      {lineage && ` ${connectionWords.copies.ofEarlierVersion}`}
    </Strip>
  ));
}
