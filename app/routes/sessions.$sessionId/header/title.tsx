import { useEffect, useRef, useState } from "react";
import { MAX_TITLE_CHARS } from "../../../../protocol/limits.ts";
import { isComposing } from "../../../ui/is-composing.ts";
import { useIsOver } from "../connection/use-access.ts";
import { useRename, useSession } from "../settings-context.tsx";
import { headerWords } from "../../../words/header.tsx";

/** On phones what is saved stands below the title, within what a finger presses. */
const aboveSaved =
  "max-md:group-has-[[data-testid=save-state]:not(:empty)]/title:pb-4 max-md:group-has-[[data-testid=save-state]:not(:empty)]/title:leading-7";

/** The title; its owner changes it in place. */
export function Title() {
  const session = useSession();
  const rename = useRename();
  const isFixed = useIsOver() || session.role !== "owner";
  const [draft, setDraft] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && draft === undefined) button.current?.focus();
    wasEditing.current = draft !== undefined;
  }, [draft]);

  if (isFixed)
    return (
      <h1
        translate="no"
        dir="auto"
        className={`min-w-0 truncate px-1.5 text-sm max-md:h-11 max-md:leading-11 ${aboveSaved}`}
        title={session.title}
      >
        {session.title}
      </h1>
    );
  if (draft === undefined) {
    return (
      <h1 className="min-w-0 text-sm">
        <button
          ref={button}
          id="session-title"
          type="button"
          title={headerWords.title.clickToRename(session.title)}
          onClick={() => setDraft(session.title)}
          translate="no"
          dir="auto"
          className={`block max-w-full truncate rounded px-1.5 leading-7 hover:bg-ink-2 max-md:h-11 max-md:min-w-11 max-md:text-start max-md:leading-11 ${aboveSaved}`}
        >
          {session.title}
        </button>
      </h1>
    );
  }
  function finish(isKept: boolean) {
    const title = draft?.trim();
    setDraft(undefined);
    if (isKept && title && title !== session.title) void rename(title);
  }
  return (
    <h1 className="min-w-0">
      <input
        autoFocus
        aria-label={headerWords.title.label}
        dir="auto"
        maxLength={MAX_TITLE_CHARS}
        value={draft}
        onFocus={({ target }) => target.select()}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={() => finish(true)}
        onKeyDown={(event) => {
          if (isComposing(event.nativeEvent) || (event.key !== "Enter" && event.key !== "Escape")) return;
          // The focus goes to the button before the key has had its effect, which would be to press it.
          event.preventDefault();
          finish(event.key === "Enter");
        }}
        className="h-7 w-80 min-w-0 rounded border border-ink-4 bg-ink-0 px-1.5 text-sm font-semibold text-ink-10 max-md:z-10 max-md:h-11 max-md:text-lg"
      />
    </h1>
  );
}
