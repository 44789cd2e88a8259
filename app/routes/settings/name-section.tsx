import { Form } from "@remix-run/react";
import { useRoot } from "../../ui/use-root.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";

export function NameSection({ name, error }: { name: string; error?: string }) {
  return (
    <Form method="post" className="mb-8">
      <TextField
        key={name}
        label="Your name"
        hint="Others see it at your caret and in the chat."
        name="name"
        defaultValue={name}
        maxLength={useRoot()?.maxChars.name}
        autoComplete="nickname"
        required
        error={error}
        autoFocus={Boolean(error)}
      />
      <Button type="submit" name="intent" value="name" className="mt-3">
        Save name
      </Button>
    </Form>
  );
}
