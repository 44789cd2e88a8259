import { Form } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Ending } from "../../../../protocol/close-codes.ts";
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
import { TooManyFilesStrip } from "../files/too-many-files-strip.tsx";
import { UnsoundStrip } from "../files/unsound-strip.tsx";
import { useTooManyFiles } from "../files/use-too-many-files.ts";
import { useDownloads } from "../files/use-downloads.ts";
import { useUnsound } from "../files/use-unsound.ts";
import { useSession } from "../settings-context.tsx";
import { Strip } from "../strip.tsx";
import { useCollab, useCollabState, useReconnect } from "./collab-context.tsx";
import type { CollabState, Waiting } from "./collab-state.ts";
import { DiscardButton } from "./discard-button.tsx";
import { useSignedInAs } from "./identity-context.tsx";
import { isAtRisk } from "./save-label.tsx";
import { useIsDamaged } from "./use-access.ts";

const GRACE_MS = 2_000;

/** The one place under the header that says what is wrong, what is safe and what to do. */
export function Banner() {
  const state = useCollabState((whole) => whole);
  const collab = useCollab();
  const reconnect = useReconnect();
  const isDamaged = useIsDamaged();
  const signedInAs = useSignedInAs();
  const { downloadAll } = useDownloads();
  const unsound = useUnsound();
  const tooMany = useTooManyFiles();
  const isOnline = useOnline();
  const isCut = useAfter(!state.ending && state.connection !== "open" && !state.waiting, GRACE_MS);
  if (state.ending) {
    return (
      <Strip
        tone="red"
        actions={<EndedActions ending={state.ending} signedInAs={signedInAs} onDownload={downloadAll} />}
      >
        {state.ending === "signed-out" && signedInAs
          ? connectionWords.ended.signedInAs(signedInAs)
          : connectionWords.endings[state.ending]}
        {isAtRisk(state.save) && ` ${connectionWords.ended.lastEditsNotSaved}`}
      </Strip>
    );
  }
  const downloads = (
    <Button size="small" onClick={downloadAll}>
      {connectionWords.downloadCopy}
    </Button>
  );
  if (isDamaged) {
    return (
      <Strip tone="red" actions={downloads}>
        {connectionWords.damaged}
      </Strip>
    );
  }
  if (state.refused === "too-large") {
    return (
      <Strip tone="red" actions={downloads}>
        {connectionWords.refused.tooLarge(MAX_DOCUMENT_BYTES)}
      </Strip>
    );
  }
  if (state.refused === "too-many-files") {
    return (
      <Strip tone="red" actions={downloads}>
        {connectionWords.refused.tooManyFiles(MAX_FILES)}
      </Strip>
    );
  }
  if (state.refused === "read-only" || state.refused === "layout") {
    return (
      <Strip
        tone="red"
        actions={
          <>
            {downloads}
            <DiscardButton onDiscard={() => void collab?.discard().then(() => location.reload())} />
          </>
        }
      >
        {state.refused === "layout" ? connectionWords.refused.layout : connectionWords.refused.readOnly}
      </Strip>
    );
  }
  if (state.waiting) return <Strip tone="amber">{describeWaiting(state.waiting, state.waitSeconds)}</Strip>;
  if (state.save === "not-saved") return <Strip tone="amber">{connectionWords.cannotStore}</Strip>;
  if (state.nearlyFull && !isCut)
    return <Strip tone="amber">{connectionWords.nearlyFull(state.nearlyFull, MAX_DOCUMENT_BYTES)}</Strip>;
  if (state.returned && state.connection === "open")
    return <Strip tone="green">{describeReturn(state.returned)}</Strip>;
  if (!isCut && unsound.things.length > 0) return <UnsoundStrip {...unsound} />;
  if (!isCut) return tooMany ? <TooManyFilesStrip {...tooMany} /> : null;
  const retry = (
    <Button size="small" onClick={reconnect}>
      {connectionWords.retry}
    </Button>
  );
  const where = state.isKept ? connectionWords.keptHere : connectionWords.keptNowhere;
  if (!isOnline) return <Strip tone="amber">{`${connectionWords.offline} ${where}`}</Strip>;
  if (!state.ready)
    return (
      <Strip tone="amber" actions={retry}>
        {connectionWords.takesLonger}
      </Strip>
    );
  return (
    <Strip tone="amber" actions={retry}>
      {`${connectionWords.reconnecting} ${where}`}
    </Strip>
  );
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

type EndedActionsProps = { ending: Ending; signedInAs: string | undefined; onDownload: () => void };

/** What somebody can do when the session is over for this page. */
function EndedActions({ ending, signedInAs, onDownload }: EndedActionsProps) {
  const path = `/sessions/${useSession().id}`;
  const words = connectionWords.ended;
  return (
    <>
      <Button size="small" onClick={onDownload}>
        {words.download}
      </Button>
      {ending === "signed-out" && signedInAs && (
        <ButtonLink size="small" kind="main" reloadDocument to={path}>
          {words.openAs(signedInAs)}
        </ButtonLink>
      )}
      {ending === "signed-out" && !signedInAs && (
        <ButtonLink size="small" kind="main" reloadDocument to={`/sign-in?returnTo=${encodeURIComponent(path)}`}>
          {words.signIn}
        </ButtonLink>
      )}
      {ending === "replaced" && (
        <Form reloadDocument>
          <Button size="small" kind="main" type="submit">
            {words.reload}
          </Button>
        </Form>
      )}
      {ending === "access-ended" && (
        // The owner may take it back within seconds.
        <Form reloadDocument>
          <Button size="small" type="submit">
            {words.tryAgain}
          </Button>
        </Form>
      )}
      {(ending === "session-deleted" || ending === "access-ended" || ending === "no-access") && (
        <ButtonLink size="small" to="/sessions">
          {words.sessions}
        </ButtonLink>
      )}
    </>
  );
}

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
