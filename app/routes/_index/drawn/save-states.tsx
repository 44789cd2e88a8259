import { tourWords } from "../../../words/tour.ts";

const tones = [
  ["saving", "bg-amber"],
  ["saved", "bg-green"],
  ["unsaved", "bg-red"],
  ["offline", "bg-amber"],
] as const;

/** The four words that stand in a session's header, each with its promise. */
export const SaveStates = () => (
  <dl className="divide-y divide-ink-3">
    {tones.map(([name, tone]) => (
      <div key={name} className="grid gap-x-6 gap-y-1 py-3.5 first:pt-0.5 last:pb-0 sm:grid-cols-[13rem_minmax(0,1fr)]">
        <dt className="flex items-baseline gap-2 text-sm text-ink-10">
          <span aria-hidden="true" className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${tone}`} />
          {tourWords.saveStates[name].state}
        </dt>
        <dd className="text-sm text-ink-8">{tourWords.saveStates[name].meaning}</dd>
      </div>
    ))}
  </dl>
);
