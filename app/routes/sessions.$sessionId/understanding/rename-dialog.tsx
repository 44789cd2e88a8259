import { type FormEvent, useEffect, useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextField } from "../../../ui/field.tsx";
import { toast } from "../../../ui/toast.ts";
import { understandingWords } from "../../../words/understanding.tsx";
import type { Renaming, Understanding } from "./understanding.client.ts";

type Props = { isOpen: boolean; onClose: () => void; understanding: Understanding; renaming: Renaming };

/** Asks for the new name of what is at the caret. What others write meanwhile does no harm. */
export function RenameDialog({ isOpen, onClose, understanding, renaming }: Props) {
  const words = understandingWords.rename;
  const [error, setError] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  // What was said of the last name is not about this one.
  useEffect(() => setError(undefined), [renaming]);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isBusy) return;
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (name === "" || name === renaming.name) return onClose();
    setIsBusy(true);
    try {
      const done = await understanding.rename(renaming, name);
      if (!done) return setError(words.failed);
      toast(words.done(name, done.places, done.files));
      onClose();
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : words.failed);
    } finally {
      setIsBusy(false);
    }
  }
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={words.title(renaming.name)} description={words.description}>
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <TextField
          label={words.name}
          name="name"
          data-first
          dir="ltr"
          translate="no"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={renaming.name}
          error={error}
          onFocus={({ target }) => target.select()}
          className="[&_input]:font-mono"
        />
        <Button type="submit" kind="main" className="justify-self-end">
          {words.rename}
        </Button>
      </form>
    </Dialog>
  );
}
