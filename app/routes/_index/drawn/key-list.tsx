const keys = [
  ["F1", "Every command, by name"],
  ["F6", "On to the next part of the page"],
  ["Ctrl + M", "Let Tab leave the editor"],
  ["Esc", "Close what is on top, stop following"],
  ["?", "The other keys"],
] as const;

export const KeyList = () => (
  <dl className="divide-y divide-ink-3 text-sm">
    {keys.map(([key, what]) => (
      <div key={key} className="flex items-center justify-between gap-4 py-2.5 first:pt-1 last:pb-0">
        <dt className="text-ink-8">{what}</dt>
        <dd className="shrink-0 font-mono text-xs text-ink-10">{key}</dd>
      </div>
    ))}
  </dl>
);
