import { type ComponentProps, useState } from "react";
import { linkRoles } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/field.tsx";
import type { InviteWish } from "./use-invites.ts";
import { peopleWords } from "../../../words/people.ts";
import { sharingWords } from "../../../words/sharing.tsx";

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
  const words = sharingWords.invites;
  const create = () =>
    onCreate({
      role: settings.role,
      ...(settings.expiresIn && { expiresIn: Number(settings.expiresIn) }),
      ...(settings.maxUses && { maxUses: Number(settings.maxUses) }),
    });
  return (
    <>
      <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
        <SelectField label={words.they} {...set("role")}>
          {linkRoles.map((role) => (
            <option key={role} value={role}>
              {peopleWords.roles[role]}
            </option>
          ))}
        </SelectField>
        <SelectField label={words.expires} {...set("expiresIn")}>
          <option value={String(DAY)}>{words.afterDay}</option>
          <option value={String(7 * DAY)}>{words.afterWeek}</option>
          <option value={String(30 * DAY)}>{words.afterMonth}</option>
          <option value="">{words.never}</option>
        </SelectField>
        <SelectField label={words.for} {...set("maxUses")}>
          <option value="1">{words.onePerson}</option>
          <option value="10">{words.tenPeople}</option>
          <option value="">{words.anyNumber}</option>
        </SelectField>
      </div>
      <Button kind={kind} className="mt-3" disabled={isBusy} onClick={create}>
        {words.create}
      </Button>
    </>
  );
}
