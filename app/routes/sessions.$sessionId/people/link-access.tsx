import { useRef } from "react";
import { z } from "../../../../protocol/zod.ts";
import { linkRoles, visibilities } from "../../../../protocol/entities.ts";
import { Button } from "../../../ui/button.tsx";
import { SelectField } from "../../../ui/field.tsx";
import { Strip } from "../strip.tsx";
import { whatItMeans } from "./link-change.ts";
import { useParticipants } from "./people-context.tsx";
import type { Offer } from "./use-undoable.ts";
import { useLinkSettings } from "./use-link-settings.ts";
import { peopleWords } from "../../../words/people.ts";
import { sharingWords } from "../../../words/sharing.tsx";

/** For the owner: who may open the session by its link, and as what. */
export function LinkAccess({ offer }: { offer: (offer: Offer | undefined) => void }) {
  const { settings, asked, choose, confirm, cancel } = useLinkSettings(offer);
  const participants = useParticipants();
  const words = sharingWords.access;
  const fields = useRef<HTMLDivElement>(null);
  /** The question goes, and what was asked about is in reach again. */
  function answer(act: () => void) {
    const name = asked?.change.visibility ? "visibility" : "linkRole";
    fields.current?.querySelector<HTMLElement>(`[name=${name}]`)?.focus();
    act();
  }
  return (
    <div className="space-y-2">
      <div ref={fields} className="grid grid-cols-[1fr_auto] gap-3 max-sm:grid-cols-1">
        <SelectField
          label={words.whoCanJoin}
          name="visibility"
          value={settings.visibility}
          onChange={({ target }) => choose({ visibility: z.enum(visibilities).parse(target.value) })}
        >
          {visibilities.map((visibility) => (
            <option key={visibility} value={visibility}>
              {words.visibilities[visibility]}
            </option>
          ))}
        </SelectField>
        {settings.visibility !== "private" && (
          <SelectField
            label={words.withTheLink}
            name="linkRole"
            value={settings.linkRole}
            onChange={({ target }) => choose({ linkRole: z.enum(linkRoles).parse(target.value) })}
          >
            {linkRoles.map((role) => (
              <option key={role} value={role}>
                {peopleWords.roles[role]}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {asked ? (
        <Strip
          tone="amber"
          className="rounded"
          actions={
            <>
              <Button size="small" onClick={() => answer(cancel)}>
                {words.cancel}
              </Button>
              <Button size="small" onClick={() => answer(confirm)}>
                {asked.confirm}
              </Button>
            </>
          }
        >
          {asked.sentence}
        </Strip>
      ) : (
        <p className="text-sm text-ink-7">{whatItMeans(settings, participants)}</p>
      )}
    </div>
  );
}
