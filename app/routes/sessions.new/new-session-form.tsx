import { Form } from "@remix-run/react";
import { type ComponentType, useEffect, useRef } from "react";
import { languages } from "../../languages.ts";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { Choice, Choices, SelectField, TextField } from "../../ui/field.tsx";

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
          label="Title"
          name="title"
          placeholder="Untitled session"
          defaultValue={entered.title}
          maxLength={useRoot()?.maxChars.title}
          error={fields.title}
          {...(Shell === Form ? { autoFocus: true } : { "data-first": true })}
        />
        <SelectField label="Language" name="language" defaultValue={chosen.language} error={fields.language}>
          {languages.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </SelectField>
      </div>

      <Choices legend="Who can join" error={fields.visibility}>
        <Choice
          name="visibility"
          value="private"
          chosen={chosen.visibility}
          label="Private"
          hint="Only people you invite."
        />
        <Choice
          name="visibility"
          value="link"
          chosen={chosen.visibility}
          label="Link"
          hint="Everybody who has the link."
        />
        <Choice
          name="visibility"
          value="public"
          chosen={chosen.visibility}
          label="Public"
          hint="Everybody; it is listed under Public."
        />
      </Choices>
      <SelectField
        label="With the link, people can"
        name="linkRole"
        defaultValue={chosen.linkRole}
        error={fields.linkRole}
        className="link-role sm:max-w-60"
      >
        <option value="editor">Edit</option>
        <option value="viewer">View and chat</option>
      </SelectField>

      <Choices legend="Start with" error={fields.template}>
        <Choice name="template" value="empty" chosen={chosen.template} label="An empty file" />
        <Choice
          name="template"
          value="sample"
          chosen={chosen.template}
          label="A sample"
          hint="A few lines in the language, to try things on."
        />
        <Choice name="template" value="file" chosen={chosen.template} label="A file from this device" />
      </Choices>
      <TextField
        label="File"
        hint="A text file of up to 1 MB. Its name decides the language."
        name="file"
        type="file"
        error={fields.file}
        className="first-file"
      />

      <Button type="submit" kind="main" disabled={isBusy} className="justify-self-start">
        {isBusy ? "Creating…" : "Create session"}
      </Button>
    </Shell>
  );
}
