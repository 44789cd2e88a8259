import type { ReactNode } from "react";
import { Avatar } from "../../ui/avatar.tsx";
import { Caret, CodeLines, jonas, Key, maya, Name, Note, Num, Picture, Selected, Str } from "./drawn/code.tsx";

/** At most 34 characters per line, so that the narrowest picture shows whole lines. */
const code: ReactNode[] = [
  <Note key="1"># Is every bracket closed?</Note>,
  <>
    <Name>pairs</Name> = {"{"}
    <Str>")"</Str>: <Str>"("</Str>, <Str>"]"</Str>: <Str>"["</Str>
    {"}"}
  </>,
  " ",
  <>
    <Key>def</Key> <Name>balanced</Name>(text):
    <Caret of={maya} />
  </>,
  <>
    {"    "}open = [<Num>None</Num>]
  </>,
  <>
    {"    "}
    <Key>for</Key> c <Key>in</Key> text:
  </>,
  <>
    {"        "}
    <Key>if</Key> c <Key>in</Key> pairs.values():
  </>,
  <>{"            "}open.append(c)</>,
  <>
    {"        "}
    <Key>elif</Key> c <Key>in</Key> pairs:
  </>,
  <>
    {"            "}last = <Selected by={jonas}>open.pop()</Selected>
    <Caret of={jonas} />
  </>,
  <>
    {"            "}
    <Key>if</Key> last != pairs[c]:
  </>,
  <>
    {"                "}
    <Key>return</Key> <Num>False</Num>
  </>,
  <>
    {"    "}
    <Key>return</Key> open == [<Num>None</Num>]
  </>,
];

/** What a session looks like, drawn from the same tokens as the real one, so that it is right in every theme. */
export function ProductPicture() {
  return (
    <Picture label="A session in Tandem: Maya and Jonas write one Python file at the same time, each with a named caret, and talk in the chat beside it.">
      <div className="flex h-10 items-center gap-3 border-b border-ink-3 bg-ink-1 px-3">
        <span className="truncate font-medium text-ink-10">Interview, part two</span>
        <span className="flex items-center gap-1.5 text-ink-7">
          <span className="size-1.5 rounded-full bg-green" /> Saved
        </span>
        <span className="ml-auto flex -space-x-1">
          <Avatar person={maya} size={22} className="ring-2 ring-ink-1" />
          <Avatar person={jonas} size={22} className="ring-2 ring-ink-1" />
        </span>
      </div>
      <div className="flex">
        <div className="min-w-0 flex-1">
          <div className="flex h-8 border-b border-ink-3 text-xs">
            <span className="flex items-center border-r border-ink-3 px-3 text-ink-10 shadow-[inset_0_2px_var(--accent)]">
              brackets.py
            </span>
            <span className="flex items-center px-3 text-ink-7">test_brackets.py</span>
          </div>
          <CodeLines lines={code} />
        </div>
        <div className="hidden w-44 shrink-0 flex-col gap-3 border-l border-ink-3 bg-ink-1 p-3 text-[0.78125rem] leading-snug sm:flex">
          <Said by="Maya" at="10:42">
            What if the text ends and one is still open?
          </Said>
          <Said by="Jonas" at="10:42">
            Line 13 covers that: more than None is left.
          </Said>
          <Said by="Maya" at="10:43">
            Right, I’ll write the test.
          </Said>
        </div>
      </div>
      <div className="flex h-6 items-center gap-3 border-t border-ink-3 bg-ink-1 px-3 text-2xs text-ink-7 tabular-nums">
        <span>Connected</span>
        <span className="ml-auto">Ln 4, Col 20</span>
        <span>Python</span>
      </div>
    </Picture>
  );
}

function Said({ by, at, children }: { by: string; at: string; children: string }) {
  return (
    <div>
      <p>
        <span className="font-medium text-ink-10">{by}</span>{" "}
        <span className="text-2xs text-ink-7 tabular-nums">{at}</span>
      </p>
      <p className="text-ink-8">{children}</p>
    </div>
  );
}
