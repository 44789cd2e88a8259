import type { ReactNode } from "react";
import { Avatar } from "../../ui/avatar.tsx";

const maya = { name: "Maya", color: "#0c69e4", avatarUrl: null };
const jonas = { name: "Jonas", color: "#c70ac7", avatarUrl: null };

const Key = ({ children }: { children: ReactNode }) => <span className="text-accent-strong">{children}</span>;
const Name = ({ children }: { children: ReactNode }) => <span className="text-ink-10">{children}</span>;
const Str = ({ children }: { children: ReactNode }) => <span className="text-green">{children}</span>;
const Num = ({ children }: { children: ReactNode }) => <span className="text-amber">{children}</span>;
const Note = ({ children }: { children: ReactNode }) => <span className="text-ink-7">{children}</span>;

function Caret({ of }: { of: { name: string; color: string } }) {
  return (
    <span
      className="relative mx-px inline-block h-[1.25em] w-0.5 translate-y-[0.25em]"
      style={{ backgroundColor: of.color }}
    >
      <span
        className="absolute bottom-full left-0 rounded-[3px_3px_3px_0] px-1.5 font-sans text-2xs leading-4.5 font-medium text-white"
        style={{ backgroundColor: of.color }}
      >
        {of.name}
      </span>
    </span>
  );
}

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
    {"            "}last ={" "}
    <span style={{ backgroundColor: `color-mix(in srgb, ${jonas.color} 22%, transparent)` }}>open.pop()</span>
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
    <div
      role="img"
      aria-label="A session in Tandem: Maya and Jonas write one Python file at the same time, each with a named caret, and talk in the chat beside it."
      className="overflow-hidden rounded-[8px] border border-ink-4 bg-ink-0 text-sm select-none"
    >
      <div aria-hidden="true">
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
            <ol className="overflow-hidden py-2.5 font-mono text-[0.78125rem] leading-5.5 text-ink-9">
              {code.map((line, index) => (
                <li key={index} className="flex whitespace-pre">
                  <span className="w-9 shrink-0 pr-3 text-right text-ink-7">{index + 1}</span>
                  <span>{line}</span>
                </li>
              ))}
            </ol>
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
      </div>
    </div>
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
