import type { LucideIcon } from "lucide-react";
import { keyLabel } from "../../../commands/key-combination.ts";
import { commonWords } from "../../../words/common.ts";

type Props = { label: string; keys: string; icon: LucideIcon; isOn: boolean; onToggle: () => void };

/** A way of searching that is on or off. */
export function Toggle({ label, keys, icon: Icon, isOn, onToggle }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={isOn}
      title={commonWords.withKeys(label, keyLabel(keys))}
      onClick={onToggle}
      className={`flex size-6 items-center justify-center rounded max-md:size-11 ${
        isOn ? "bg-ink-3 text-ink-10" : "text-ink-7 hover:bg-ink-2 hover:text-ink-10"
      }`}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}
