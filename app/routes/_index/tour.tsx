import type { ReactNode } from "react";
import { tourWords } from "../../words/tour.ts";
import { FollowPicture } from "./drawn/follow-picture.tsx";
import { KeyList } from "./drawn/key-list.tsx";
import { PhonePicture } from "./drawn/phone-picture.tsx";
import { ReviewPicture } from "./drawn/review-picture.tsx";
import { SaveStates } from "./drawn/save-states.tsx";
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
      title={tourWords.together.title}
      words={
        <>
          <p>{tourWords.together.carets}</p>
          <p>{tourWords.together.undo}</p>
        </>
      }
    >
      <FollowPicture />
    </Part>
    <Part
      title={tourWords.saved.title}
      words={
        <>
          <p>{tourWords.saved.header}</p>
          <p>{tourWords.saved.promise}</p>
        </>
      }
    >
      <SaveStates />
    </Part>
    <Part
      title={tourWords.reviews.title}
      words={
        <>
          <p>{tourWords.reviews.findings}</p>
          <p>{tourWords.reviews.models}</p>
        </>
      }
    >
      <ReviewPicture />
    </Part>
    <Part
      title={tourWords.sharing.title}
      words={
        <>
          <p>{tourWords.sharing.who}</p>
          <p>{tourWords.sharing.takenBack}</p>
        </>
      }
    >
      <SharePicture />
    </Part>
    <Part
      title={tourWords.server.title}
      words={
        <>
          <p>{tourWords.server.needs}</p>
          <p>{tourWords.server.nodes}</p>
        </>
      }
    >
      <Terminal />
    </Part>
    <Part
      title={tourWords.access.title}
      words={
        <>
          <p>{tourWords.access.keyboard}</p>
          <p>{tourWords.access.phone}</p>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 sm:grid-cols-2">
        <KeyList />
        <PhonePicture />
      </div>
    </Part>
    <Part title={tourWords.limits.title} words={<p>{tourWords.limits.why}</p>}>
      <NotThis />
    </Part>
  </div>
);

const not = ["repository", "editor", "call", "secret"] as const;

const NotThis = () => (
  <ul className="divide-y divide-ink-3 text-sm text-ink-8">
    {not.map((name) => (
      <li key={name} className="py-3 first:pt-1 last:pb-0">
        <span className="font-semibold text-ink-10">{tourWords.not[name].what}</span> {tourWords.not[name].instead}
      </li>
    ))}
  </ul>
);
