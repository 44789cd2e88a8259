import { AlignLeft } from "lucide-react";
import { keyLabel } from "../../../commands/key-combination.ts";
import { commonWords } from "../../../words/common.ts";
import { formattingWords } from "../../../words/formatting.ts";
import { FORMAT_KEYS, useFormat } from "./use-format.ts";

/** Formats the open file, in the line below the code. */
export function FormatButton() {
  const format = useFormat();
  if (!format) return null;
  return (
    <button
      type="button"
      aria-label={formattingWords.format}
      title={commonWords.withKeys(formattingWords.format, keyLabel(FORMAT_KEYS))}
      onClick={format}
      className="flex h-full items-center px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
    >
      <AlignLeft size={13} aria-hidden="true" />
    </button>
  );
}
