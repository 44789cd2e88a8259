import { Avatar } from "../../ui/avatar.tsx";
import { drawnWords } from "../../words/drawn.ts";
import { CodeLines, jonas, maya, Picture } from "./drawn/code.tsx";
import { brackets, tests } from "./drawn/sample-code.tsx";

/** What a session looks like, drawn from the same tokens as the real one, so that it is right in every theme. */
export function ProductPicture() {
  const words = drawnWords.session;
  return (
    <Picture label={words.label}>
      <div className="flex h-10 items-center gap-3 border-b border-ink-3 bg-ink-1 px-3">
        <span className="truncate font-semibold text-ink-10">{drawnWords.sessionTitle}</span>
        <span className="flex items-center gap-1.5 text-ink-7">
          <span className="size-1.5 rounded-full bg-green" /> {drawnWords.saved}
        </span>
        <span className="ms-auto flex -space-x-1">
          <Avatar person={maya} size={22} className="ring-2 ring-ink-1" />
          <Avatar person={jonas} size={22} className="ring-2 ring-ink-1" />
        </span>
      </div>
      <div className="flex">
        <div className="min-w-0 flex-1">
          <div translate="no" className="flex h-8 border-b border-ink-3 text-xs">
            <span className="flex items-center border-e border-ink-3 px-3 text-ink-10 shadow-[inset_0_2px_var(--ink-10)]">
              {brackets.path}
            </span>
            <span className="flex items-center px-3 text-ink-7">{tests.path}</span>
          </div>
          <CodeLines lines={brackets.lines} />
        </div>
        <div className="hidden w-44 shrink-0 flex-col gap-3 border-s border-ink-3 bg-ink-1 p-3 text-[0.78125rem] leading-snug sm:flex">
          <Said by={maya.name} at="10:42">
            {words.chat.question}
          </Said>
          <Said by={jonas.name} at="10:42">
            {words.chat.answer}
          </Said>
          <Said by={maya.name} at="10:43">
            {words.chat.thanks}
          </Said>
        </div>
      </div>
      <div className="flex h-6 items-center gap-3 border-t border-ink-3 bg-ink-1 px-3 text-2xs text-ink-7 tabular-nums">
        <span>{words.connected}</span>
        <span className="ms-auto">{words.caret}</span>
        <span translate="no">{brackets.language}</span>
      </div>
    </Picture>
  );
}

function Said({ by, at, children }: { by: string; at: string; children: string }) {
  return (
    <div>
      <p>
        <span translate="no" className="font-semibold text-ink-10">
          {by}
        </span>{" "}
        <span className="text-2xs text-ink-7 tabular-nums">{at}</span>
      </p>
      <p className="text-ink-8">{children}</p>
    </div>
  );
}
