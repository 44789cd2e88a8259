import { Code, type LucideIcon, MessageSquare, ScanSearch, Search, Users } from "lucide-react";
import { useChat } from "../chat/chat-context.tsx";
import { useIsOver } from "../connection/use-access.ts";
import type { Panel } from "../kept-layout.ts";
import { useIsNarrow, useOutput, usePanel, usePreviewLayout } from "../layout-context.tsx";
import { usePeopleHere } from "../people/people-context.tsx";
import { useShownPage } from "../running/running-context.tsx";
import { useFindings } from "../review/review-context.tsx";
import { useOpenSearch } from "../search/search-context.tsx";
import { PanelButton } from "./panel-button.tsx";
import { headerWords } from "../../../words/header.tsx";

/**
 * A button for each panel, with the number of what waits there. On phones they are the bar at the bottom, with one for
 * the code, and give way to a keyboard.
 */
export function PanelButtons() {
  const isOver = useIsOver();
  const here = usePeopleHere();
  const { openCount } = useFindings();
  const { unread } = useChat();
  const { panel, isTentative, setPanel } = usePanel();
  const openSearch = useOpenSearch();
  const output = useOutput();
  const isNarrow = useIsNarrow();
  const isPageShown = useShownPage() !== undefined;
  const { isAside, setIsAside } = usePreviewLayout();
  const words = headerWords.panels;
  return (
    <nav
      aria-label={words.navigation}
      className="flex gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:gap-0 max-md:border-t max-md:border-ink-3 max-md:bg-ink-1 max-md:pb-[env(safe-area-inset-bottom)] max-md:group-data-[keyboard]/page:hidden"
    >
      <PanelButton
        id="close-panel"
        label={words.code}
        isCurrent={isTentative || (panel === undefined && !(isNarrow && (output.isShown || (isPageShown && !isAside))))}
        icon={Code}
        className="md:hidden"
        onPress={() => {
          setPanel(undefined);
          // There these lie over the code, too.
          output.setIsShown(false);
          setIsAside(true);
        }}
      />
      <OpenPanel
        panel="search"
        label={words.search}
        icon={Search}
        onOpen={() => openSearch()}
        className="max-md:hidden"
      />
      <OpenPanel panel="chat" label={words.chat} count={unread} isUnread icon={MessageSquare} />
      <OpenPanel panel="people" label={words.people} count={isOver ? 0 : here.length + 1} icon={Users} />
      <OpenPanel panel="review" label={words.review} count={openCount} icon={ScanSearch} />
    </nav>
  );
}

type OpenPanelProps = {
  panel: Panel;
  label: string;
  count?: number;
  isUnread?: boolean;
  icon: LucideIcon;
  className?: string;
  /** Opens it in its own way. */
  onOpen?: () => void;
};

function OpenPanel({ panel, onOpen, ...rest }: OpenPanelProps) {
  const { panel: shown, isTentative, setPanel } = usePanel();
  const isCurrent = shown === panel;
  const open = onOpen ?? (() => setPanel(panel));
  return (
    <PanelButton
      id={`open-${panel}`}
      isCurrent={isCurrent}
      isTentative={isTentative}
      onPress={isCurrent ? () => setPanel(undefined) : open}
      {...rest}
    />
  );
}
