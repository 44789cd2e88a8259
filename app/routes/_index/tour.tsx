import type { ReactNode } from "react";
import { FollowPicture } from "./drawn/follow-picture.tsx";
import { KeyList } from "./drawn/key-list.tsx";
import { PhonePicture } from "./drawn/phone-picture.tsx";
import { ReviewPicture } from "./drawn/review-picture.tsx";
import { SaveWords } from "./drawn/save-words.tsx";
import { SharePicture } from "./drawn/share-picture.tsx";
import { Terminal } from "./drawn/terminal.tsx";

/** In the columns of the page's top, so that all pictures stand under the first one. */
const Part = ({ title, words, children }: { title: string; words: ReactNode; children: ReactNode }) => (
  <section className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-14 gap-y-6 border-t border-ink-3 py-10 sm:py-14 lg:grid-cols-[minmax(0,380px)_minmax(0,1fr)]">
    <div>
      <h2 className="text-xl leading-snug tracking-tight">{title}</h2>
      <div className="mt-2.5 max-w-prose space-y-2.5 text-ink-8">{words}</div>
    </div>
    {children}
  </section>
);

/** What Tandem does, shown by pieces of the product. Nothing here needs a script. */
export const Tour = () => (
  <div className="mt-16 sm:mt-24">
    <Part
      title="Everybody writes at once"
      words={
        <>
          <p>Each caret carries a name. Press a person once to go where they are, and again to follow them.</p>
          <p>Undo takes back what you wrote yourself, never what somebody else did.</p>
        </>
      }
    >
      <FollowPicture />
    </Part>
    <Part
      title="Saved means stored"
      words={
        <>
          <p>The header says in one of four ways where your last keystroke is.</p>
          <p>Close the tab on “Saved”, pull the plug, come back next month: the text is as you left it.</p>
        </>
      }
    >
      <SaveWords />
    </Part>
    <Part
      title="Reviews in the code, not beside it"
      words={
        <>
          <p>
            Ask about a selection or a file. Findings stand at their lines, move along with them, and are the same for
            everybody. Apply is one edit: it reaches everybody, and you can undo it.
          </p>
          <p>
            Any model that speaks OpenAI’s protocol can write them, one on your own machine as well. Without a model
            there are static checks for JavaScript and TypeScript.
          </p>
        </>
      }
    >
      <ReviewPicture />
    </Part>
    <Part
      title="You decide who comes in"
      words={
        <>
          <p>
            Only those you invite, anyone with the link, or everybody on the server; to edit, or to view and talk. An
            invite has a role, an end and a number of uses.
          </p>
          <p>What you take back ends at once, also in pages that are open.</p>
        </>
      }
    >
      <SharePicture />
    </Part>
    <Part
      title="On a server of your own"
      words={
        <>
          <p>
            In a copy of the source, with Node 20.19 or later. No account, no key and no Docker, and it brings its own
            Postgres.
          </p>
          <p>When a machine is not enough there is an image, and as many nodes as you need.</p>
        </>
      }
    >
      <Terminal />
    </Part>
    <Part
      title="By keyboard, and on a phone"
      words={
        <>
          <p>Everything works from the keyboard. Light, dark and high contrast follow your system or your choice.</p>
          <p>A phone reads, follows and talks; Edit brings the keys that its keyboard hides.</p>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 sm:grid-cols-2">
        <KeyList />
        <PhonePicture />
      </div>
    </Part>
    <Part title="What it is not" words={<p>So that you need not find out in the middle of an interview.</p>}>
      <NotThis />
    </Part>
  </div>
);

const not = [
  ["Not a repository.", "Drop files in, take them out as a ZIP, and commit them where they live."],
  ["Not your editor at home.", "There is no terminal and no debugger, and there are no extensions."],
  ["Not a call.", "Keep the one that you have open beside it."],
  [
    "Not secret from whoever runs the server.",
    "What is in its database they can read; run your own where that matters.",
  ],
] as const;

const NotThis = () => (
  <ul className="divide-y divide-ink-3 text-sm text-ink-8">
    {not.map(([what, instead]) => (
      <li key={what} className="py-3 first:pt-1 last:pb-0">
        <span className="font-medium text-ink-10">{what}</span> {instead}
      </li>
    ))}
  </ul>
);
