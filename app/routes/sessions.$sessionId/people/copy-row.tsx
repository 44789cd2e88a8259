import { Check, Copy, Share2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { copyText } from "../../../ui/copy-text.ts";
import { toast } from "../../../ui/toast.ts";
import { peopleWords } from "../../../words/people.ts";

/** How long the button says that it has copied. */
const COPIED_MS = 2_000;

type Props = {
  label: string;
  value: string;
  title: string;
  kind?: "main" | "plain";
  /** In a dialog: has the focus when it opens. */
  isFirst?: boolean;
};

/** A link to select, to copy, and on phones to hand to another app. */
export function CopyRow({ label, value, title, kind = "main", isFirst }: Props) {
  const [copied, setCopied] = useState(false);
  const canShare = typeof navigator !== "undefined" && "share" in navigator;
  async function copy() {
    if (await copyText(value)) setCopied(true);
    else toast.error(peopleWords.copy.refused);
    setTimeout(() => setCopied(false), COPIED_MS);
  }
  return (
    <div>
      <label className="mb-1 block text-sm font-semibold text-ink-9" htmlFor={`copy-${label}`}>
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={`copy-${label}`}
          readOnly
          dir="ltr"
          translate="no"
          value={value}
          onFocus={({ target }) => target.select()}
          className="h-9 w-0 min-w-32 grow rounded border border-ink-4 bg-ink-1 px-3 font-mono text-sm text-ink-9 max-md:h-11"
        />
        <Button kind={kind} data-first={isFirst || undefined} className="max-[360px]:grow" onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {copied ? peopleWords.copy.done : peopleWords.copy.link}
        </Button>
        {canShare && (
          <Button
            className="md:hidden"
            aria-label={peopleWords.copy.share}
            onClick={() => void navigator.share({ title, url: value }).catch(() => {})}
          >
            <Share2 size={16} />
          </Button>
        )}
      </div>
    </div>
  );
}
