import { Form } from "@remix-run/react";
import type { Ending } from "../../../../protocol/close-codes.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { connectionWords } from "../../../words/connection.ts";
import { useSession } from "../settings-context.tsx";
import { useDuplicate } from "./use-duplicate.ts";

type EndedActionsProps = { ending: Ending; signedInAs: string | undefined; onDownload: () => void };

/** What somebody can do when the session is over for this page. */
export function EndedActions({ ending, signedInAs, onDownload }: EndedActionsProps) {
  const path = `/sessions/${useSession().id}`;
  const words = connectionWords.ended;
  const copying = useDuplicate();
  return (
    <>
      <Button size="small" onClick={onDownload}>
        {words.download}
      </Button>
      {copying && (
        <Button size="small" disabled={copying.isBusy} onClick={copying.duplicate}>
          {words.duplicate}
        </Button>
      )}
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
