import type { LucideIcon } from "lucide-react";

type Props = { label: string; icon: LucideIcon; problem?: string; onPress: () => void };

/** `problem`: why it cannot act; then a press says so. */
export function HeadButton({ label, icon: Icon, problem, onPress }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={problem !== undefined}
      title={problem ?? label}
      onClick={onPress}
      className="flex size-7 shrink-0 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 aria-disabled:text-ink-6 max-md:size-11"
    >
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}
