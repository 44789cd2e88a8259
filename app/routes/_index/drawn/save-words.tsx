const tones = { good: "bg-green", waiting: "bg-amber", bad: "bg-red" };

const words: [word: string, tone: keyof typeof tones, meaning: string][] = [
  ["Saving…", "waiting", "Your last edits are on their way."],
  [
    "Saved",
    "good",
    "They are in the server’s database, on its disk. If every server and every browser crashes now, they are still there.",
  ],
  [
    "Not saved yet",
    "bad",
    "The server cannot store them right now. Keep the tab open: it tries again by itself, and you can go on typing.",
  ],
  [
    "Offline, kept on this device",
    "waiting",
    "There is no connection. Your edits are in this browser, and go out when you are back.",
  ],
];

/** The four words that stand in a session's header, each with its promise. */
export const SaveWords = () => (
  <dl className="divide-y divide-ink-3">
    {words.map(([word, tone, meaning]) => (
      <div key={word} className="grid gap-x-6 gap-y-1 py-3.5 first:pt-0.5 last:pb-0 sm:grid-cols-[13rem_minmax(0,1fr)]">
        <dt className="flex items-baseline gap-2 text-sm text-ink-10">
          <span aria-hidden="true" className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${tones[tone]}`} />
          {word}
        </dt>
        <dd className="text-sm text-ink-8">{meaning}</dd>
      </div>
    ))}
  </dl>
);
