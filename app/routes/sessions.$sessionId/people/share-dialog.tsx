import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { linkRoles, sessionSchema, visibilities } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { callApi } from "../../../call-api.ts";
import { useIsOver } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { useSession, useSetSession } from "../settings-context.tsx";
import { Strip } from "../strip.tsx";
import { CopyRow } from "./copy-row.tsx";
import { Invites } from "./invites.tsx";
import { cameByLink, type LinkSettings, listNames, whatItTook } from "./link-change.ts";
import { roleWords, visibilityWords } from "./link-words.ts";
import { useParticipants } from "./people-context.tsx";
import { complain } from "./undo.ts";
import { useUndoable } from "./use-undoable.ts";

/** The link to the session, what it lets people do, and invites. */
export function ShareDialog() {
  const dialog = useDialog("share");
  const isOver = useIsOver();
  const open = dialog.isOpen && !isOver;
  const session = useSession();
  const setSession = useSetSession();
  const participants = useParticipants();
  const isOwner = session.role === "owner";
  const [taken, offer] = useUndoable(open);
  const [link, setLink] = useState("");
  useEffect(() => setLink(`${location.origin}/sessions/${session.id}`), [session.id]);

  const turn = useRef(Promise.resolve());
  const settled = useRef<LinkSettings>(session);
  useEffect(() => {
    settled.current = session;
  }, [session]);

  async function set(body: Partial<LinkSettings>) {
    const { session: changed } = await callApi("PATCH", `/api/sessions/${session.id}`, {
      body,
      answer: z.object({ session: sessionSchema }),
    });
    setSession(changed);
    return changed;
  }

  /**
   * A change that takes something from people says from whom, and can be undone. One waits for another: what it is
   * undone to is what the one before it has led to.
   */
  function change(body: Partial<LinkSettings>) {
    turn.current = turn.current.then(async () => {
      const { visibility, linkRole } = settled.current;
      try {
        const changed = await set(body);
        const sentence = whatItTook({ visibility, linkRole }, changed, participants);
        settled.current = changed;
        offer(sentence ? { sentence, undo: () => void set({ visibility, linkRole }).catch(complain) } : undefined);
      } catch (error) {
        complain(error);
      }
    });
  }
  const byLink = cameByLink(participants).map(({ name }) => name);

  return (
    <Dialog open={open} onOpenChange={dialog.setOpen} title="Share this session">
      <div className="space-y-4">
        {session.visibility === "private" ? (
          <p className="rounded bg-ink-2 px-3 py-2 text-sm text-ink-8">
            This session is private:{" "}
            {isOwner ? "invite people below, or open it to everybody with the link." : "its owner invites people."}
          </p>
        ) : (
          <div>
            <CopyRow label="Link to this session" value={link} title={session.title} />
            {!isOwner && (
              <p className="mt-1.5 text-sm text-ink-7">
                {session.visibility === "public" && "This session is listed as public. "}
                Anyone with the link {roleWords[session.linkRole]}.
              </p>
            )}
          </div>
        )}
        {isOwner && (
          <div className="grid grid-cols-[1fr_auto] gap-3 max-sm:grid-cols-1">
            <SelectField
              label="Who can join"
              value={session.visibility}
              onChange={({ target }) => change({ visibility: z.enum(visibilities).parse(target.value) })}
            >
              {visibilities.map((visibility) => (
                <option key={visibility} value={visibility}>
                  {visibilityWords[visibility]}
                </option>
              ))}
            </SelectField>
            {session.visibility !== "private" && (
              <SelectField
                label="With the link they"
                value={session.linkRole}
                onChange={({ target }) => change({ linkRole: z.enum(linkRoles).parse(target.value) })}
              >
                {linkRoles.map((role) => (
                  <option key={role} value={role}>
                    {roleWords[role]}
                  </option>
                ))}
              </SelectField>
            )}
          </div>
        )}
        {taken && (
          <Strip
            tone="amber"
            className="rounded"
            actions={
              <Button size="small" onClick={taken.undo}>
                Undo
              </Button>
            }
          >
            {taken.sentence}
          </Strip>
        )}
        {isOwner && !taken && session.visibility !== "private" && byLink.length > 0 && (
          <p className="text-sm text-ink-7">
            What you change here holds for {listNames(byLink)}, who came by the link.
          </p>
        )}
        {isOwner && open && <Invites session={session} />}
      </div>
    </Dialog>
  );
}
