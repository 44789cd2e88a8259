import { Form, useSubmit } from "@remix-run/react";
import type { Theme } from "../../ui/theme.ts";
import { Button } from "../../ui/button.tsx";
import { Choice, Choices } from "../../ui/field.tsx";

/** The choice applies at once where scripts run, by its button elsewhere. */
export function ThemeSection({ theme }: { theme: Theme }) {
  const submit = useSubmit();
  return (
    <Form
      method="post"
      onChange={(event) => submit(event.currentTarget, { preventScrollReset: true, replace: true })}
      className="mb-8 border-t border-ink-3 pt-6"
    >
      <input type="hidden" name="intent" value="theme" />
      <Choices legend="Theme">
        <Choice name="theme" value="system" chosen={theme} label="System" hint="The same as on this device." />
        <Choice name="theme" value="light" chosen={theme} label="Light" />
        <Choice name="theme" value="dark" chosen={theme} label="Dark" />
        <Choice name="theme" value="high-contrast" chosen={theme} label="High contrast on black" />
        <Choice name="theme" value="high-contrast-light" chosen={theme} label="High contrast on white" />
      </Choices>
      <noscript>
        <Button type="submit" className="mt-3">
          Save theme
        </Button>
      </noscript>
    </Form>
  );
}
