import { Check, Copy, Share2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { copyText } from "../../../ui/copy-text.ts";
import { useMounted } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.ts";
import { peopleWords } from "../../../words/people.ts";

/** How long the button says that it has copied. */
const COPIED_MS = 2_000;

type Props = {
  label: string;
  value: string;
  title: string;
  kind?: "main" | "plain";
  size?: "small" | "normal";
  /** In a dialog: has the focus when it opens. */
  isFirst?: boolean;
};

/** What a browser rejects with when the person has closed its list of apps. */
const isCancelled = (error: unknown) => error instanceof DOMException && error.name === "AbortError";

/** A link to select, to copy, and on phones to hand to another app. */
export function CopyRow({ label, value, title, kind = "main", size = "normal", isFirst }: Props) {
  const [copied, setCopied] = useState(false);
  // The server does not know what the browser can do.
  const canShare = useMounted() && "share" in navigator;
  async function copy() {
    if (await copyText(value)) setCopied(true);
    else toast.error(peopleWords.copy.refused);
    setTimeout(() => setCopied(false), COPIED_MS);
  }
  async function share() {
    try {
      await navigator.share({ title, url: value });
    } catch (error) {
      if (isCancelled(error)) return;
      if (await copyText(value)) toast(peopleWords.copy.insteadOfSharing);
      else toast.error(peopleWords.copy.refused);
    }
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
          className={`w-0 min-w-32 grow rounded border border-ink-4 bg-ink-1 font-mono text-sm text-ink-9 max-md:h-11 ${size === "small" ? "h-7 px-2" : "h-9 px-3"}`}
        />
        <Button
          kind={kind}
          size={size}
          data-first={isFirst || undefined}
          className="max-[360px]:grow"
          onClick={() => void copy()}
        >
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {copied ? peopleWords.copy.done : peopleWords.copy.link}
        </Button>
        {canShare && (
          <Button size={size} className="md:hidden" aria-label={peopleWords.copy.share} onClick={() => void share()}>
            <Share2 size={16} />
          </Button>
        )}
      </div>
    </div>
  );
}
