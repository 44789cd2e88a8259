import { Fragment, useState } from "react";
import { MAX_DOCUMENT_BYTES } from "../../../../protocol/limits.ts";
import { Button } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { tooManyFilesLine } from "../files/too-many-files-line.tsx";
import { unsoundLine } from "../files/unsound-line.tsx";
import { useTooManyFiles } from "../files/use-too-many-files.ts";
import { useUnsound } from "../files/use-unsound.ts";
import { usePageData } from "../page-data.ts";
import { Strip, type StripLine } from "../strip.tsx";
import { useCollabState } from "./collab-context.tsx";
import { useUser } from "./identity-context.tsx";
import { useKeptCopies } from "./kept-copies.tsx";
import { useIsDamaged, useIsOver } from "./use-access.ts";
import { useProblem } from "./use-problem.tsx";

/**
 * The one place under the header that says what is wrong, what is safe and what to do. It has one line at a time: the
 * most urgent, and the others behind it.
 */
export function Banner() {
  const { session, lineage } = usePageData();
  const problem = useProblem();
  const copies = useKeptCopies({ userId: useUser().id, sessionId: session.id, lineage });
  const remarks = useRemarks();
  const lines = [...(problem ? [problem] : []), ...copies, ...remarks];
  const [turned, setTurned] = useState({ first: "", to: 0 });
  const [first] = lines;
  if (!first) return null;
  // What is more urgent than all that was there comes to the front.
  const at = turned.first === first.id ? turned.to % lines.length : 0;
  const { id, tone, words, actions } = lines[at] ?? first;
  return (
    <section aria-label={connectionWords.notice}>
      <Strip
        tone={tone}
        actions={
          (actions || lines.length > 1) && (
            <>
              <Fragment key={id}>{actions}</Fragment>
              {lines.length > 1 && (
                <Button size="small" onClick={() => setTurned({ first: first.id, to: at + 1 })}>
                  {connectionWords.nextLine(at + 1, lines.length)}
                </Button>
              )}
            </>
          )
        }
      >
        {words}
      </Strip>
    </section>
  );
}

/** What is worth knowing of a document that works. */
function useRemarks(): StripLine[] {
  const nearlyFull = useCollabState((state) => (state.refused === "too-large" ? undefined : state.nearlyFull));
  const [isOver, isDamaged] = [useIsOver(), useIsDamaged()];
  const unsound = useUnsound();
  const tooMany = useTooManyFiles();
  if (isOver || isDamaged) return [];
  return [
    ...(nearlyFull
      ? [
          {
            id: "nearly-full",
            tone: "amber",
            words: connectionWords.nearlyFull(nearlyFull, MAX_DOCUMENT_BYTES),
          } as const,
        ]
      : []),
    ...(unsound.things.length > 0 ? [unsoundLine(unsound)] : []),
    ...(tooMany ? [tooManyFilesLine(tooMany)] : []),
  ];
}
