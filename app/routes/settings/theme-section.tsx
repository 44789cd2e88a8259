import { Form, useSubmit } from "@remix-run/react";
import type { Theme } from "../../ui/theme.ts";
import { Button } from "../../ui/button.tsx";
import { Choice, Choices } from "../../ui/field.tsx";
import { settingsWords } from "../../words/settings.ts";

/** The choice applies at once where scripts run, by its button elsewhere. */
export function ThemeSection({ theme }: { theme: Theme }) {
  const words = settingsWords.theme;
  const submit = useSubmit();
  return (
    <Form
      method="post"
      onChange={(event) => submit(event.currentTarget, { preventScrollReset: true, replace: true })}
      className="mb-8 border-t border-ink-3 pt-6"
    >
      <input type="hidden" name="intent" value="theme" />
      <Choices legend={words.legend}>
        <Choice name="theme" value="system" chosen={theme} label={words.system} hint={words.systemHint} />
        <Choice name="theme" value="light" chosen={theme} label={words.light} />
        <Choice name="theme" value="dark" chosen={theme} label={words.dark} />
        <Choice name="theme" value="high-contrast" chosen={theme} label={words.highContrast} />
        <Choice name="theme" value="high-contrast-light" chosen={theme} label={words.highContrastLight} />
      </Choices>
      <noscript>
        <Button type="submit" className="mt-3">
          {words.save}
        </Button>
      </noscript>
    </Form>
  );
}
