/* eslint-disable no-restricted-syntax -- Code, which is the same in every language. */
/** What is written in the pictures: each file's name, and its lines as they are coloured. */
import type { ReactNode } from "react";
import { Caret, jonas, Key, maya, Name, Note, Num, Selected, Str } from "./code.tsx";

type Sample = { path: string; lines: ReactNode[] };

/** At most 34 characters a line, so that the narrowest picture shows whole lines. */
export const brackets: Sample & { language: string } = {
  path: "brackets.py",
  language: "Python",
  lines: [
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
  ],
};

export const tests: Sample = {
  path: "test_brackets.py",
  lines: [
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
  ],
};

/** At most 30 characters a line, as on the narrowest page. */
export const cart: Sample & { before: string; after: string } = {
  path: "cart.js",
  before: "− for (let i = 0; i <= n; i++)",
  after: "+ for (let i = 0; i < n; i++)",
  lines: [
    <>
      <Key>export function</Key> <Name>total</Name>(all) {"{"}
    </>,
    <>
      {"  "}
      <Key>let</Key> sum = <Num>0</Num>, n = all.length;
    </>,
    <>
      {"  "}
      <span className="underline decoration-red decoration-wavy underline-offset-3">
        <Key>for</Key> (<Key>let</Key> i = <Num>0</Num>; i {"<="} n; i++)
      </span>
    </>,
    "    sum += all[i].price;",
    <>
      {"  "}
      <Key>return</Key> sum;
    </>,
    "}",
  ],
};

export const onPhone: ReactNode[] = [
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
