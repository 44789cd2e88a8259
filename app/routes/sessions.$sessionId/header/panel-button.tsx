import type { LucideIcon } from "lucide-react";
import { headerWords } from "../../../words/header.tsx";
import { shownCount } from "../shown-count.ts";

type Props = {
  id: string;
  label: string;
  isCurrent: boolean;
  /** Whether this page has room for its panel is not known yet: a phone has none. */
  isTentative?: boolean;
  count?: number;
  /** What is counted was not seen yet. */
  isUnread?: boolean;
  icon: LucideIcon;
  className?: string;
  onPress: () => void;
};

/** One of the buttons that open a panel: a line of the header, or a column of the bar on phones. */
export function PanelButton(props: Props) {
  const { id, label, isCurrent, isTentative, count = 0, isUnread, icon: Icon, className = "", onPress } = props;
  const shown = shownCount(count);
  return (
    <button
      id={id}
      type="button"
      aria-pressed={isCurrent}
      onClick={onPress}
      title={label}
      className={`relative flex h-7 shrink-0 items-center gap-1.5 rounded px-2 text-sm max-md:h-14 max-md:min-w-0 max-md:flex-1 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:rounded-none max-md:px-0 max-md:text-2xs max-md:focus-visible:-outline-offset-2 ${
        isCurrent ? "bg-ink-3 text-ink-10 max-md:bg-transparent" : "text-ink-8 hover:bg-ink-2 hover:text-ink-10"
      } ${isCurrent && !isTentative ? "max-md:shadow-[inset_0_2px_0_var(--ink-10)]" : ""} ${className}`}
    >
      <Icon aria-hidden="true" className="size-4 max-md:size-5" />
      <span className="md:max-lg:sr-only">{label}</span>
      {count > 0 && (
        <span
          className={`text-xs tabular-nums max-md:absolute max-md:top-1 max-md:start-[calc(50%+8px)] max-md:text-2xs ${
            isUnread ? "min-w-4.5 rounded-full bg-ink-9 px-1.5 text-center leading-4.5 text-ink-0" : "text-ink-7"
          }`}
        >
          {isUnread ? headerWords.panels.unread(shown, (text) => <span className="sr-only">{text}</span>) : shown}
        </span>
      )}
    </button>
  );
}
