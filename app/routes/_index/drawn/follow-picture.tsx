import type { ReactNode } from "react";
import { Caret, CodeLines, jonas, Key, maya, Name, Picture, Selected, Str } from "./code.tsx";

const code: ReactNode[] = [
  <>
    <Key>from</Key> brackets <Key>import</Key> balanced
  </>,
  " ",
  <>
    <Key>def</Key> <Name>test_closed</Name>():
  </>,
  <>
    {"    "}
    <Key>assert</Key> balanced(<Str>"{"{[()]}"}"</Str>)
  </>,
  " ",
  <>
    <Key>def</Key> <Name>test_left_open</Name>():
  </>,
  <>
    {"    "}
    <Key>assert</Key> <Selected by={maya}>not balanced(</Selected>
    <Caret of={maya} />
  </>,
];

/** The editor while one person follows another: the frame is in the other's colour. */
export const FollowPicture = () => (
  <Picture label="The editor while you follow Maya: a frame in her colour around the code that she writes, her caret and selection in it, and a sign that Jonas is at line 48, further down.">
    <div style={{ boxShadow: `inset 0 0 0 2px ${maya.color}` }}>
      <CodeLines lines={code} />
      <div className="flex flex-wrap items-end justify-between gap-2 px-3 pb-3">
        <span className="rounded px-3 py-1 text-white" style={{ background: maya.color }}>
          Following Maya · Esc to stop
        </span>
        <span
          className="rounded-[3px] px-1.5 text-2xs leading-4.5 font-medium text-white"
          style={{ background: jonas.color }}
        >
          ↓ Jonas, line 48
        </span>
      </div>
    </div>
  </Picture>
);
