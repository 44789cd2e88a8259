import { Form } from "@remix-run/react";
import { useEffect, useState } from "react";
import { type Ending, endings } from "../../../../protocol/close-codes.ts";
import { MAX_FILES } from "../../../../protocol/layout.ts";
import { MAX_DOCUMENT_BYTES } from "../../../../protocol/limits.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { TooManyFilesStrip } from "../files/too-many-files-strip.tsx";
import { UnsoundStrip } from "../files/unsound-strip.tsx";
import { useTooManyFiles } from "../files/use-too-many-files.ts";
import { useDownloads } from "../files/use-downloads.ts";
import { useUnsound } from "../files/use-unsound.ts";
import { useSession } from "../settings-context.tsx";
import { Strip } from "../strip.tsx";
import { useCollab, useCollabState } from "./collab-context.tsx";
import type { CollabState } from "./collab-state.ts";
import { DiscardButton } from "./discard-button.tsx";
import { useSignedInAs } from "./identity-context.tsx";
import { isAtRisk } from "./save-label.tsx";
import { useIsDamaged } from "./use-access.ts";

const GRACE_MS = 2_000;

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1).replace(".0", "")} MB`;

/** The one place under the header that says what is wrong, what is safe and what to do. */
export function Banner() {
  const state = useCollabState((whole) => whole);
  const collab = useCollab();
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
          ? `You are signed out: ${signedInAs} is signed in in this browser now. The text below stays readable.`
          : endings[state.ending]}
        {isAtRisk(state.save) && " Your last edits were not saved."}
      </Strip>
    );
  }
  const downloads = (
    <Button size="small" onClick={downloadAll}>
      Download your copy
    </Button>
  );
  if (isDamaged) {
    return (
      <Strip tone="red" actions={downloads}>
        Part of this session's stored text cannot be read. What can be is shown here, and nobody can change it: ask
        whoever runs this server to restore it.
      </Strip>
    );
  }
  if (state.refused === "too-large") {
    return (
      <Strip tone="red" actions={downloads}>
        This session is full: it holds at most {megabytes(MAX_DOCUMENT_BYTES)}. What you have typed since is not saved.
        Delete something, and it will be.
      </Strip>
    );
  }
  if (state.refused === "too-many-files") {
    return (
      <Strip tone="red" actions={downloads}>
        A session holds at most {MAX_FILES} files. What you have changed since is not saved. Delete a file, and it will
        be.
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
        {state.refused === "layout"
          ? "Something here is of a kind that a session cannot hold, so what you changed since is not saved. It is still here, on this device alone."
          : "Your last edits were not taken, because you can only view this session now. They are still here, on this device alone."}
      </Strip>
    );
  }
  if (state.waiting === "blocked") {
    return (
      <Strip tone="amber">
        The network you are on, or a proxy in it, blocks WebSockets, and sessions need them. Try another network, or
        without a VPN or filter. If you run this server: its proxy must pass upgrades of /collab and the Origin header
        on. Trying again by itself…
      </Strip>
    );
  }
  if (state.waiting === "full")
    return <Strip tone="amber">This session is full right now. You will get in as soon as somebody leaves.</Strip>;
  if (state.waiting) return <Strip tone="amber">The session cannot be opened right now. Trying again by itself…</Strip>;
  if (state.save === "not-saved") {
    return (
      <Strip tone="amber">
        The server cannot store edits right now. Keep typing and keep this tab open: they are saved as soon as it can.
      </Strip>
    );
  }
  if (state.nearlyFull && !isCut) {
    return (
      <Strip tone="amber">
        This session is nearly full: {megabytes(state.nearlyFull)} of {megabytes(MAX_DOCUMENT_BYTES)}.
      </Strip>
    );
  }
  if (state.returned && state.connection === "open") return <Strip tone="green">{returnWords(state.returned)}</Strip>;
  if (!isCut && unsound.things.length > 0) return <UnsoundStrip {...unsound} />;
  if (!isCut) return tooMany ? <TooManyFilesStrip {...tooMany} /> : null;
  const retry = (
    <Button size="small" onClick={() => collab?.reconnectNow()}>
      Retry
    </Button>
  );
  const where = state.isKept
    ? "They are kept on this device"
    : "Your browser keeps nothing for this site, as storage is blocked or the window private: keep this tab open";
  if (!isOnline)
    return <Strip tone="amber">You are offline. Keep typing: your edits are sent when you are back. {where}.</Strip>;
  if (!state.ready)
    return (
      <Strip tone="amber" actions={retry}>
        Connecting takes longer than usual…
      </Strip>
    );
  return (
    <Strip tone="amber" actions={retry}>
      Reconnecting… Keep typing: your edits are sent when the server is back. {where}.
    </Strip>
  );
}

const plural = new Intl.PluralRules("en");

function returnWords({ edits, isFromBefore }: NonNullable<CollabState["returned"]>): string {
  if (isFromBefore) return "The edits that you made here before are saved now, too.";
  return `Back online, ${edits.toLocaleString("en")} ${plural.select(edits) === "one" ? "change" : "changes"} synced.`;
}

type EndedActionsProps = { ending: Ending; signedInAs: string | undefined; onDownload: () => void };

/** What somebody can do when the session is over for this page. */
function EndedActions({ ending, signedInAs, onDownload }: EndedActionsProps) {
  const path = `/sessions/${useSession().id}`;
  return (
    <>
      <Button size="small" onClick={onDownload}>
        Download
      </Button>
      {ending === "signed-out" && signedInAs && (
        <ButtonLink size="small" kind="main" reloadDocument to={path}>
          Open it as {signedInAs}
        </ButtonLink>
      )}
      {ending === "signed-out" && !signedInAs && (
        <ButtonLink size="small" kind="main" reloadDocument to={`/sign-in?returnTo=${encodeURIComponent(path)}`}>
          Sign in
        </ButtonLink>
      )}
      {ending === "replaced" && (
        <Form reloadDocument>
          <Button size="small" kind="main" type="submit">
            Reload
          </Button>
        </Form>
      )}
      {ending === "access-ended" && (
        // The owner may take it back within seconds.
        <Form reloadDocument>
          <Button size="small" type="submit">
            Try again
          </Button>
        </Form>
      )}
      {(ending === "session-deleted" || ending === "access-ended" || ending === "no-access") && (
        <ButtonLink size="small" to="/sessions">
          Your sessions
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
