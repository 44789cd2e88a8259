import type { ReactNode } from "react";
import { InlineCode } from "../../../ui/inline-code.tsx";
import { findCode } from "../chat/plain-parts.ts";

/** What a reviewer wrote: text, and code where there are backticks. Nothing else of Markdown is read. */
export function ReviewersText({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (let found = findCode(text, at); found; found = findCode(text, at)) {
    parts.push(text.slice(at, found.start));
    parts.push(
      found.isInline ? (
        <InlineCode key={found.start} text={found.text} />
      ) : (
        <code key={found.start} dir="ltr" translate="no" className="block rounded bg-ink-2 px-2 py-1 font-mono text-xs">
          {found.text}
        </code>
      ),
    );
    at = found.end;
  }
  return [...parts, text.slice(at)];
}
