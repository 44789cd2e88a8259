import { Form, useNavigate, useSearchParams } from "@remix-run/react";
import { isComposing } from "../../ui/is-composing.ts";
import { useRoot } from "../../ui/use-root.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { sessionListWords } from "../../words/session-list.tsx";
import { listAddress } from "./list-address.ts";
import type { ListedSession } from "./route.tsx";

type RenameFormProps = { session: ListedSession; refused?: { entered: string; error?: string } };

/** The title as a field, in its own place in the list. */
export function RenameForm({ session, refused }: RenameFormProps) {
  const [searchParams] = useSearchParams();
  const navigate = useNavigate();
  const without = listAddress(searchParams, { rename: null });
  const note = `rename-note-${session.id}`;
  return (
    <Form
      method="post"
      action={listAddress(searchParams, {})}
      replace
      preventScrollReset
      className="relative z-10 mb-1 flex flex-wrap gap-2"
      onKeyDown={(event) =>
        event.key === "Escape" &&
        !isComposing(event.nativeEvent) &&
        navigate(without, { replace: true, preventScrollReset: true })
      }
    >
      <input type="hidden" name="sessionId" value={session.id} />
      <input
        name="title"
        dir="auto"
        aria-label={sessionListWords.renaming.label(session.title)}
        aria-invalid={Boolean(refused)}
        aria-describedby={refused && note}
        defaultValue={refused?.entered ?? session.title}
        maxLength={useRoot()?.maxChars.title}
        autoFocus
        onFocus={({ target }) => target.select()}
        className="h-9 min-w-40 flex-1 rounded max-md:h-11 max-sm:basis-full border border-ink-5 bg-ink-0 px-2.5 text-ink-10 aria-[invalid=true]:border-red"
      />
      <Button type="submit" name="intent" value="rename">
        {sessionListWords.renaming.rename}
      </Button>
      <ButtonLink to={without} kind="quiet" replace preventScrollReset>
        {sessionListWords.renaming.cancel}
      </ButtonLink>
      {refused && (
        <p id={note} className="w-full text-sm text-red">
          {refused.error}
        </p>
      )}
    </Form>
  );
}
