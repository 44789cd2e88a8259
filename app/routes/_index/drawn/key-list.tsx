import { tourWords } from "../../../words/tour.ts";

const keys = [
  ["F1", "commands"],
  ["F6", "nextPart"],
  ["Ctrl + M", "tab"],
  ["Esc", "close"],
  ["?", "otherKeys"],
] as const;

export const KeyList = () => (
  <dl className="divide-y divide-ink-3 text-sm">
    {keys.map(([key, what]) => (
      <div key={key} className="flex items-center justify-between gap-4 py-2.5 first:pt-1 last:pb-0">
        <dt className="text-ink-8">{tourWords.keys[what]}</dt>
        <dd translate="no" dir="ltr" className="shrink-0 font-mono text-xs text-ink-10">
          {key}
        </dd>
      </div>
    ))}
  </dl>
);
