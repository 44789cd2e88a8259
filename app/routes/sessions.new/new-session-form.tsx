import { Form } from "@remix-run/react";
import { type ComponentType, useEffect, useRef } from "react";
import { languages } from "../../languages.ts";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { Choice, Choices, SelectField, TextField } from "../../ui/field.tsx";
import { commonWords } from "../../words/common.ts";
import { newSessionWords } from "../../words/new-session.ts";

type NewSessionFormProps = {
  /** The result of the last try. */
  answer?: { entered: Record<string, string>; fields: Record<string, string> };
  isBusy: boolean;
  /** A fetcher's form, where the page below stays. */
  as?: ComponentType<Parameters<typeof Form>[0]> | typeof Form;
};

export function NewSessionForm({ answer, isBusy, as: Shell = Form }: NewSessionFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { entered = {}, fields = {} } = answer ?? {};
  const chosen = { visibility: "link", linkRole: "editor", language: "typescript", template: "empty", ...entered };
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [answer]);
  return (
    <Shell
      ref={form}
      method="post"
      action="/sessions/new"
      encType="multipart/form-data"
      className="new-session grid gap-5"
    >
      <div className="grid gap-4 sm:grid-cols-[1fr_180px]">
        <TextField
          label={newSessionWords.title}
          name="title"
          placeholder={commonWords.untitledSession}
          defaultValue={entered.title}
          maxLength={useRoot()?.maxChars.title}
          error={fields.title}
          {...(Shell === Form ? { autoFocus: true } : { "data-first": true })}
        />
        <SelectField
          label={newSessionWords.language}
          name="language"
          defaultValue={chosen.language}
          error={fields.language}
        >
          {languages.map(({ id, label }) => (
            <option key={id} value={id} translate="no">
              {label}
            </option>
          ))}
        </SelectField>
      </div>

      <Choices legend={newSessionWords.whoCanJoin} error={fields.visibility}>
        <Choice
          name="visibility"
          value="private"
          chosen={chosen.visibility}
          label={commonWords.visibilities.private}
          hint={newSessionWords.visibilityHints.private}
        />
        <Choice
          name="visibility"
          value="link"
          chosen={chosen.visibility}
          label={commonWords.visibilities.link}
          hint={newSessionWords.visibilityHints.link}
        />
        <Choice
          name="visibility"
          value="public"
          chosen={chosen.visibility}
          label={commonWords.visibilities.public}
          hint={newSessionWords.visibilityHints.public}
        />
      </Choices>
      <SelectField
        label={newSessionWords.linkRole}
        name="linkRole"
        defaultValue={chosen.linkRole}
        error={fields.linkRole}
        className="link-role sm:max-w-60"
      >
        <option value="editor">{newSessionWords.linkRoles.editor}</option>
        <option value="viewer">{newSessionWords.linkRoles.viewer}</option>
      </SelectField>

      <Choices legend={newSessionWords.startWith} error={fields.template}>
        <Choice name="template" value="empty" chosen={chosen.template} label={newSessionWords.empty} />
        <Choice
          name="template"
          value="sample"
          chosen={chosen.template}
          label={newSessionWords.sample}
          hint={newSessionWords.sampleHint}
        />
        <Choice name="template" value="file" chosen={chosen.template} label={newSessionWords.ownFile} />
      </Choices>
      <TextField
        label={newSessionWords.file}
        hint={newSessionWords.fileHint}
        name="file"
        type="file"
        error={fields.file}
        className="first-file"
      />

      <Button type="submit" kind="main" disabled={isBusy} className="justify-self-start">
        {isBusy ? newSessionWords.creating : newSessionWords.create}
      </Button>
    </Shell>
  );
}
