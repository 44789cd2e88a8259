import { type ComponentProps, useState } from "react";
import { linkRoles } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { roleWords } from "./link-words.ts";
import type { InviteWish } from "./use-invites.ts";

const DAY = 86_400;

type Props = {
  kind: ComponentProps<typeof Button>["kind"];
  isBusy: boolean;
  onCreate: (wish: InviteWish) => void;
};

/** What a new invite gives, for how long and to how many. */
export function NewInvite({ kind, isBusy, onCreate }: Props) {
  const [settings, setSettings] = useState({ role: "editor", expiresIn: String(7 * DAY), maxUses: "" });
  const set = (name: keyof typeof settings) => ({
    value: settings[name],
    onChange: ({ target }: { target: { value: string } }) => setSettings({ ...settings, [name]: target.value }),
  });
  const create = () =>
    onCreate({
      role: settings.role,
      ...(settings.expiresIn && { expiresIn: Number(settings.expiresIn) }),
      ...(settings.maxUses && { maxUses: Number(settings.maxUses) }),
    });
  return (
    <>
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
      <Button kind={kind} className="mt-3" disabled={isBusy} onClick={create}>
        Create invite link
      </Button>
    </>
  );
}
