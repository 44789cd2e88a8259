import { MessageSquare, ScanSearch, Search, Users } from "lucide-react";
import { useChat } from "../chat/chat-context.tsx";
import { useIsOver } from "../connection/use-access.ts";
import type { Panel } from "../kept-layout.ts";
import { usePanel } from "../layout-context.tsx";
import { usePeopleHere } from "../people/people-context.tsx";
import { useFindings } from "../review/review-context.tsx";
import { useOpenSearch } from "../search/search-context.tsx";

/** A button for each panel, with the number of what waits there. */
export function PanelButtons() {
  const isOver = useIsOver();
  const here = usePeopleHere();
  const { openCount } = useFindings();
  const { unread } = useChat();
  const openSearch = useOpenSearch();
  return (
    <>
      <PanelButton panel="search" label="Search" icon={Search} onOpen={() => openSearch()} className="max-md:hidden" />
      <PanelButton panel="people" label="People" count={isOver ? 0 : here.length + 1} icon={Users} />
      <PanelButton panel="review" label="Review" count={openCount} icon={ScanSearch} className="max-md:hidden" />
      <PanelButton panel="chat" label="Chat" count={unread} isUnread icon={MessageSquare} />
    </>
  );
}

type PanelButtonProps = {
  panel: Panel;
  label: string;
  count?: number;
  isUnread?: boolean;
  icon: typeof Users;
  onOpen?: () => void;
  className?: string;
};

function PanelButton({ panel, label, count = 0, isUnread, icon: Icon, onOpen, className = "" }: PanelButtonProps) {
  const { panel: open, setPanel } = usePanel();
  const isOpen = open === panel;
  const openIt = onOpen ?? (() => setPanel(panel));
  return (
    <button
      id={`open-${panel}`}
      type="button"
      aria-pressed={isOpen}
      onClick={isOpen ? () => setPanel(undefined) : openIt}
      title={label}
      className={`relative flex h-7 shrink-0 items-center gap-1.5 rounded px-2 text-sm font-medium max-md:size-11 max-md:justify-center max-md:px-0 ${
        isOpen ? "bg-ink-3 text-ink-10" : "text-ink-8 hover:bg-ink-2 hover:text-ink-10"
      } ${className}`}
    >
      <Icon size={16} aria-hidden="true" />
      <span className="max-lg:sr-only">{label}</span>
      {count > 0 && (
        <span
          className={`text-xs tabular-nums max-md:absolute max-md:top-0.5 max-md:right-0.5 ${
            isUnread ? "min-w-4.5 rounded-full bg-accent px-1.5 text-center leading-4.5 text-on-accent" : "text-ink-7"
          }`}
        >
          {count > 99 ? "99+" : count}
          {isUnread && <span className="sr-only"> unread</span>}
        </span>
      )}
    </button>
  );
}
