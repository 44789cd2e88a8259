import { useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { DiscardButton } from "./discard-button.tsx";
import { Strip } from "../strip.tsx";

/** `lineage` is that of the document that is shown, whose own copy is merged instead. */
type Props = { userId: string; sessionId: string; lineage?: string; className?: string };

type OfferedCopy = { name: string; download: () => void; remove: () => Promise<void> };

/** Edits that never reached the server and will not any more, offered for as long as this device keeps them. */
export function KeptCopies({ userId, sessionId, lineage, className }: Props) {
  const [copies, setCopies] = useState<OfferedCopy[]>([]);
  useEffect(() => {
    let isShown = true;
    findCopies(userId, sessionId, lineage).then(
      (found) => isShown && setCopies(found),
      (error: unknown) => console.warn("Kept copies could not be read.", error),
    );
    return () => {
      isShown = false;
    };
  }, [userId, sessionId, lineage]);

  async function discard({ name, remove }: OfferedCopy) {
    await remove();
    setCopies((known) => known.filter((copy) => copy.name !== name));
  }

  return copies.map((copy) => (
    <Strip
      key={copy.name}
      tone="amber"
      className={className}
      actions={
        <>
          <Button size="small" onClick={copy.download}>
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

async function findCopies(userId: string, sessionId: string, lineage: string | undefined): Promise<OfferedCopy[]> {
  const [{ findUnsavedCopies }, { removeCopy }, { downloadAll }] = await Promise.all([
    import("./kept-copy.client.ts"),
    import("../../../copies.client.ts"),
    import("./document-tools.ts"),
  ]);
  const copies = await findUnsavedCopies(userId, sessionId, lineage);
  return copies.map(({ name, ydoc }) => ({
    name,
    download: () => void downloadAll(ydoc, "session"),
    remove: () => removeCopy(name),
  }));
}
