import { Check, Copy, Share2, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { linkRoles, type Session, sessionSchema, visibilities } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { Day } from "../../../ui/time.tsx";
import { copyText } from "../../../ui/copy-text.ts";
import { callApi } from "../call-api.ts";
import { cameByLink, type LinkSettings, listNames, whatItTook } from "./link-change.ts";
import { useIsOver } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { useSession, useSetSession } from "../settings-context.tsx";
import { Strip } from "../strip.tsx";
import { useParticipants } from "./people-context.tsx";
import { complain } from "./undo.ts";
import { useUndoable } from "./use-undoable.ts";

const visibilityWords = {
  private: "Only people who are invited",
  link: "Anyone with the link",
  public: "Everyone, and listed as public",
};
const roleWords = { editor: "can edit", viewer: "can view" };

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

  async function set(body: Partial<LinkSettings>) {
    const { session: changed } = await callApi("PATCH", `/api/sessions/${session.id}`, {
      body,
      answer: z.object({ session: sessionSchema }),
    });
    setSession(changed);
    return changed;
  }

  /** What takes something from people says from whom, and can be taken back. */
  async function change(body: Partial<LinkSettings>) {
    const { visibility, linkRole } = session;
    try {
      const sentence = whatItTook(session, await set(body), participants);
      offer(sentence ? { sentence, undo: () => void set({ visibility, linkRole }).catch(complain) } : undefined);
    } catch (error) {
      complain(error);
    }
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
                {visibilityWords[session.visibility]} {roleWords[session.linkRole]}.
              </p>
            )}
          </div>
        )}
        {isOwner && (
          <div className="grid grid-cols-[1fr_auto] gap-3 max-sm:grid-cols-1">
            <SelectField
              label="Who may come in"
              value={session.visibility}
              onChange={({ target }) => void change({ visibility: z.enum(visibilities).parse(target.value) })}
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
                onChange={({ target }) => void change({ linkRole: z.enum(linkRoles).parse(target.value) })}
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

const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(linkRoles),
  expiresAt: z.string().nullable(),
  maxUses: z.number().nullable(),
  uses: z.number(),
});
const listed = z.object({ invites: z.array(inviteSchema) });
const DAY = 86_400;

/** Invites: each a link with a role, that may end and may be used up. The link is shown once, when it is made. */
function Invites({ session }: { session: Session }) {
  const path = `/api/sessions/${session.id}/invites`;
  const [invites, setInvites] = useState<z.infer<typeof inviteSchema>[]>([]);
  const [settings, setSettings] = useState({ role: "editor", expiresIn: String(7 * DAY), maxUses: "" });
  const [url, setUrl] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  useEffect(() => {
    callApi("GET", path, { answer: listed }).then((page) => setInvites(page.invites), complain);
  }, [path]);

  async function act(action: () => Promise<unknown>) {
    setIsBusy(true);
    try {
      await action();
      setInvites((await callApi("GET", path, { answer: listed })).invites);
    } catch (error) {
      complain(error);
    } finally {
      setIsBusy(false);
    }
  }
  const create = () =>
    act(async () => {
      const body = {
        role: settings.role,
        ...(settings.expiresIn && { expiresIn: Number(settings.expiresIn) }),
        ...(settings.maxUses && { maxUses: Number(settings.maxUses) }),
      };
      setUrl((await callApi("POST", path, { body, answer: z.object({ url: z.string() }) })).url);
    });
  const set = (name: keyof typeof settings) => ({
    value: settings[name],
    onChange: ({ target }: { target: { value: string } }) => setSettings({ ...settings, [name]: target.value }),
  });

  return (
    <section className="border-t border-ink-3 pt-4">
      <h3 className="mb-2 text-sm">Invite people</h3>
      <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
        <SelectField label="They" {...set("role")}>
          {linkRoles.map((role) => (
            <option key={role} value={role}>
              {roleWords[role]}
            </option>
          ))}
        </SelectField>
        <SelectField label="Ends" {...set("expiresIn")}>
          <option value={String(DAY)}>after a day</option>
          <option value={String(7 * DAY)}>after a week</option>
          <option value={String(30 * DAY)}>after a month</option>
          <option value="">never</option>
        </SelectField>
        <SelectField label="For" {...set("maxUses")}>
          <option value="1">one person</option>
          <option value="10">ten people</option>
          <option value="">any number</option>
        </SelectField>
      </div>
      <Button className="mt-3" disabled={isBusy} onClick={() => void create()}>
        Create invite link
      </Button>
      {url && (
        <div className="mt-3">
          <CopyRow label="Invite link (shown only now)" value={url} title={session.title} />
        </div>
      )}
      {invites.length > 0 && (
        <ul className="mt-3 divide-y divide-ink-3 border-t border-ink-3">
          {invites.map((invite) => (
            <li key={invite.id} className="flex items-center gap-2 py-1.5 text-sm">
              <span className="grow text-ink-8">
                Whoever has it {roleWords[invite.role]} ·{" "}
                {invite.maxUses ? `${invite.uses} of ${invite.maxUses} used` : `${invite.uses} used`} ·{" "}
                {invite.expiresAt ? (
                  <>
                    ends <Day iso={invite.expiresAt} />
                  </>
                ) : (
                  "no end"
                )}
              </span>
              <Button
                size="small"
                kind="quiet"
                aria-label="Revoke this invite"
                title="Revoke"
                disabled={isBusy}
                onClick={() => void act(() => callApi("DELETE", `${path}/${invite.id}`))}
              >
                <Trash2 size={15} />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function CopyRow({ label, value, title }: { label: string; value: string; title: string }) {
  const [copied, setCopied] = useState(false);
  const canShare = typeof navigator !== "undefined" && "share" in navigator;
  async function copy() {
    if (await copyText(value)) setCopied(true);
    else toast.error("The browser did not allow copying. Select the link and copy it.");
    setTimeout(() => setCopied(false), 2_000);
  }
  return (
    <div>
      <label className="mb-1 block text-sm font-medium text-ink-9" htmlFor={`copy-${label}`}>
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={`copy-${label}`}
          readOnly
          value={value}
          onFocus={({ target }) => target.select()}
          className="h-9 min-w-0 grow rounded border border-ink-4 bg-ink-1 px-3 font-mono text-[13px] text-ink-9"
        />
        <Button kind="main" onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {copied ? "Copied" : "Copy link"}
        </Button>
        {canShare && (
          <Button
            className="md:hidden"
            aria-label="Share with another app"
            onClick={() => void navigator.share({ title, url: value }).catch(() => {})}
          >
            <Share2 size={16} />
          </Button>
        )}
      </div>
    </div>
  );
}
