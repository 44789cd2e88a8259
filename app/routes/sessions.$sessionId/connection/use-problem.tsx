import { useEffect, useState } from "react";
import {
  MAX_CONNECTIONS_PER_DOCUMENT,
  MAX_CONNECTIONS_PER_USER,
  MAX_CONNECTIONS_PER_USER_AND_DOCUMENT,
  MAX_DOCUMENT_BYTES,
  MAX_FILES,
  MAX_STRANGERS_PER_DOCUMENT,
} from "../../../../protocol/limits.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { useDownloads } from "../files/use-downloads.ts";
import type { StripLine } from "../strip.tsx";
import { useCollab, useCollabState, useReconnect } from "./collab-context.tsx";
import type { CollabState, Waiting } from "./collab-state.ts";
import { DiscardButton } from "./discard-button.tsx";
import { EndedActions } from "./ended-actions.tsx";
import { useSignedInAs } from "./identity-context.tsx";
import { isAtRisk } from "./save-label.tsx";
import { useIsDamaged } from "./use-access.ts";

const GRACE_MS = 2_000;

/** What stands between this page and everybody else's, or the last good news of it; the worst where there are more. */
export function useProblem(): StripLine | undefined {
  const state = useCollabState((whole) => whole);
  const collab = useCollab();
  const reconnect = useReconnect();
  const isDamaged = useIsDamaged();
  const signedInAs = useSignedInAs();
  const { downloadAll } = useDownloads();
  const isOnline = useOnline();
  const isCut = useAfter(!state.ending && state.connection !== "open" && !state.waiting, GRACE_MS);
  const { ending, refused, waiting, returned } = state;
  if (ending) {
    const sentence =
      ending === "signed-out" && signedInAs
        ? connectionWords.ended.signedInAs(signedInAs)
        : connectionWords.endings[ending];
    return {
      id: ending,
      tone: "red",
      words: isAtRisk(state.save) ? `${sentence} ${connectionWords.ended.lastEditsNotSaved}` : sentence,
      actions: <EndedActions ending={ending} signedInAs={signedInAs} onDownload={downloadAll} />,
    };
  }
  const downloads = (
    <Button size="small" onClick={downloadAll}>
      {connectionWords.downloadCopy}
    </Button>
  );
  if (isDamaged) return { id: "damaged", tone: "red", words: connectionWords.damaged, actions: downloads };
  if (refused === "too-large" || refused === "too-many-files") {
    const { tooLarge, tooManyFiles } = connectionWords.refused;
    const words = refused === "too-large" ? tooLarge(MAX_DOCUMENT_BYTES) : tooManyFiles(MAX_FILES);
    return { id: refused, tone: "red", words, actions: downloads };
  }
  if (refused === "read-only" || refused === "layout") {
    return {
      id: refused,
      tone: "red",
      words: refused === "layout" ? connectionWords.refused.layout : connectionWords.refused.readOnly,
      actions: (
        <>
          {downloads}
          <DiscardButton onDiscard={() => void collab?.discard().then(() => location.reload())} />
        </>
      ),
    };
  }
  if (waiting) {
    return {
      id: waiting,
      tone: "amber",
      words: describeWaiting(waiting, state.waitSeconds),
      // Beside this page, which goes on trying.
      actions: waiting === "blocked" && (
        <ButtonLink size="small" to="/help/sockets" target="_blank">
          {connectionWords.waiting.help}
        </ButtonLink>
      ),
    };
  }
  if (state.save === "not-saved") return { id: "not-saved", tone: "amber", words: connectionWords.cannotStore };
  if (returned && state.connection === "open")
    return { id: "returned", tone: "green", words: describeReturn(returned) };
  if (!isCut) return;
  const retry = (
    <Button size="small" onClick={reconnect}>
      {connectionWords.retry}
    </Button>
  );
  const where = state.isKept ? connectionWords.keptHere : connectionWords.keptNowhere;
  if (!isOnline) return { id: "offline", tone: "amber", words: `${connectionWords.offline} ${where}` };
  const words = state.ready ? `${connectionWords.reconnecting} ${where}` : connectionWords.takesLonger;
  return { id: "cut", tone: "amber", words, actions: retry };
}

function describeWaiting(waiting: Waiting, waitSeconds = 0): string {
  const words = connectionWords.waiting;
  switch (waiting) {
    case "full":
      return words.full(MAX_CONNECTIONS_PER_DOCUMENT, MAX_STRANGERS_PER_DOCUMENT);
    case "too-many-pages":
      return words.tooManyPages(MAX_CONNECTIONS_PER_USER_AND_DOCUMENT, MAX_CONNECTIONS_PER_USER);
    case "too-many-sockets":
      return words.tooManySockets(waitSeconds);
    default:
      return words[waiting];
  }
}

const describeReturn = ({ edits, isFromBefore }: NonNullable<CollabState["returned"]>): string =>
  isFromBefore ? connectionWords.earlierEditsSaved : connectionWords.synced(edits);

/** True once `condition` has held for that long: what is over at once is not shown. */
function useAfter(condition: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    setHeld(false);
    if (!condition) return;
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [condition, ms]);
  return condition && held;
}

function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const read = () => setOnline(navigator.onLine);
    read();
    addEventListener("online", read);
    addEventListener("offline", read);
    return () => {
      removeEventListener("online", read);
      removeEventListener("offline", read);
    };
  }, []);
  return online;
}
