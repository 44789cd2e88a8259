import { useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { DiscardButton } from "./discard-button.tsx";
import { Strip, type StripLine } from "../strip.tsx";

/** `lineage` is that of the document that is shown, whose own copy is merged instead. */
type Place = { userId: string; sessionId: string; lineage?: string };

type OfferedCopy = { name: string; download: () => void; remove: () => Promise<void> };

/** The same on a page that has nothing else of the session. */
export const KeptCopies = ({ className, ...place }: Place & { className: string }) =>
  useKeptCopies(place).map(({ id, tone, words, actions }) => (
    <Strip key={id} tone={tone} className={className} actions={actions}>
      {words}
    </Strip>
  ));

/** Edits that never reached the server and will not any more, offered for as long as this device keeps them. */
export function useKeptCopies({ userId, sessionId, lineage }: Place): StripLine[] {
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

  const words = connectionWords.copies;
  return copies.map((copy) => ({
    id: copy.name,
    tone: "amber",
    words: lineage ? `${words.neverSaved} ${words.ofEarlierVersion}` : words.neverSaved,
    actions: (
      <>
        <Button size="small" onClick={copy.download}>
          {words.download}
        </Button>
        <DiscardButton onDiscard={() => void discard(copy)} />
      </>
    ),
  }));
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
