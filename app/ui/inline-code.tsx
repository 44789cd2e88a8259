/** Code within a sentence. */
export const InlineCode = ({ text }: { text: string }) => (
  <code dir="ltr" translate="no" className="rounded bg-ink-2 px-1 font-mono text-xs">
    {text}
  </code>
);
