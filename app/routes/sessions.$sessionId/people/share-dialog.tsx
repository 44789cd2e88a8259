import { useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { useSession } from "../settings-context.tsx";
import { Strip } from "../strip.tsx";
import { CopyRow } from "./copy-row.tsx";
import { Invites } from "./invites.tsx";
import { LinkAccess } from "./link-access.tsx";
import { PeopleWithAccess } from "./people-with-access.tsx";
import { type Offer, useUndoable } from "./use-undoable.ts";
import { ViewersRun } from "./viewers-run.tsx";
import { commonWords } from "../../../words/common.ts";
import { peopleWords } from "../../../words/people.ts";
import { sharingWords } from "../../../words/sharing.tsx";

/** The link to the session and whom it lets in, the people who are in it, and invites. */
export function ShareDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [done, offer] = useUndoable(isOpen);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={sharingWords.title}>
      <Sharing done={done} offer={offer} />
    </Dialog>
  );
}

/** What was done in the dialog and can still be undone is kept outside of it, for when it is closed. */
function Sharing({ done, offer }: { done: Offer | undefined; offer: (offer: Offer | undefined) => void }) {
  const session = useSession();
  const isOwner = session.role === "owner";
  const isPrivate = session.visibility === "private";
  const [link, setLink] = useState("");
  useEffect(() => setLink(`${location.origin}/sessions/${session.id}`), [session.id]);
  return (
    <div className="space-y-4">
      {isPrivate ? (
        <p className="rounded bg-ink-2 px-3 py-2 text-sm text-ink-8">
          {isOwner ? sharingWords.privateForOwner : sharingWords.private}
        </p>
      ) : (
        <div>
          <CopyRow label={sharingWords.link} value={link} title={session.title} isFirst />
          {!isOwner && (
            <p className="mt-1.5 text-sm text-ink-7">
              {session.visibility === "public" && `${sharingWords.listed} `}
              {sharingWords.access.link[session.linkRole]}
            </p>
          )}
        </div>
      )}
      {isOwner && <LinkAccess offer={offer} />}
      {isOwner && <ViewersRun />}
      {done && <Done offer={done} />}
      <PeopleWithAccess offer={offer} />
      {isOwner && <Invites session={session} />}
    </div>
  );
}

function Done({ offer: { sentence, detail, undo, other } }: { offer: Offer }) {
  return (
    <Strip
      tone="amber"
      className="rounded"
      actions={
        <>
          {other && (
            <Button size="small" onClick={other.act}>
              {other.label}
            </Button>
          )}
          <Button size="small" onClick={undo}>
            {commonWords.undo}
          </Button>
        </>
      }
    >
      {detail ? peopleWords.manage.removedFully(sentence, detail) : sentence}
    </Strip>
  );
}
