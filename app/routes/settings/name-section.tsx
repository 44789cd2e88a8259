import { Form } from "@remix-run/react";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { commonWords } from "../../words/common.ts";
import { settingsWords } from "../../words/settings.ts";

export function NameSection({ name, error }: { name: string; error?: string }) {
  return (
    <Form method="post" className="mb-8">
      <TextField
        key={name}
        label={commonWords.yourName}
        hint={settingsWords.nameHint}
        name="name"
        defaultValue={name}
        maxLength={useRoot()?.maxChars.name}
        autoComplete="nickname"
        required
        error={error}
        autoFocus={Boolean(error)}
      />
      <Button type="submit" name="intent" value="name" className="mt-3">
        {settingsWords.saveName}
      </Button>
    </Form>
  );
}
