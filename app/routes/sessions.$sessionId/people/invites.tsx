import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { z } from "zod";
import { linkRoles, type Session } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { Day } from "../../../ui/time.tsx";
import { callApi } from "../../../call-api.ts";
import { CopyRow } from "./copy-row.tsx";
import { roleWords } from "./link-words.ts";
import { complain } from "./undo.ts";

const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(linkRoles),
  expiresAt: z.string().nullable(),
  maxUses: z.number().nullable(),
  uses: z.number(),
});
const listed = z.object({ invites: z.array(inviteSchema) });
const DAY = 86_400;

/**
 * Invites: each is a link with a role, which may expire and may be used up. The link is shown once, when it is made.
 */
export function Invites({ session }: { session: Session }) {
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
        <SelectField label="Expires" {...set("expiresIn")}>
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
          <CopyRow label="Invite link (shown only once)" value={url} title={session.title} />
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
                  "never expires"
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
