import type { ReactNode } from "react";
import { Caret, CodeLines, Key, maya, Name, Picture } from "./code.tsx";

const code: ReactNode[] = [
  <>
    <Key>def</Key> <Name>balanced</Name>(text):
  </>,
  "    open = [None]",
  <>
    {"    "}
    <Key>for</Key> c <Key>in</Key> text:
    <Caret of={maya} />
  </>,
  <>
    {"        "}
    <Key>if</Key> c <Key>in</Key> closing:
  </>,
];

/** The lower part of a phone while somebody writes on it: code, and the row of keys that its keyboard lacks. */
export const PhonePicture = () => (
  <Picture
    label="A session on a phone: the code with Maya’s caret, and below it a row of keys: Tab, Undo, Redo, brackets and signs."
    className="max-w-sm"
  >
    <div className="flex h-12 items-center border-b border-ink-3 bg-ink-1 px-3">
      <span className="font-medium text-ink-10">Interview, part two</span>
      <span className="ml-auto flex items-center gap-1.5 text-ink-7">
        <span className="size-1.5 rounded-full bg-green" /> Saved
      </span>
    </div>
    <CodeLines lines={code} />
    <div className="flex overflow-hidden border-t border-ink-3 bg-ink-1">
      {["Tab", "Undo", "Redo", "{", "}", "(", ")", "["].map((key) => (
        <span
          key={key}
          className={`flex h-11 shrink-0 items-center px-3.5 text-ink-9 ${key.length > 1 ? "" : "font-mono text-base"}`}
        >
          {key}
        </span>
      ))}
    </div>
  </Picture>
);
