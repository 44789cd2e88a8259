import { Chat } from "./chat/chat.tsx";
import type { Panel } from "./kept-layout.ts";
import { usePanel } from "./layout-context.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";
import { People } from "./people/people.tsx";
import { Review } from "./review/review.tsx";
import { useGiveFocusBack } from "./search/search-context.tsx";
import { Search } from "./search/search.tsx";
import { SidePanel } from "./side-panel.tsx";

const titles: Record<Panel, string> = { chat: "Chat", people: "People", review: "Review", search: "Search" };
const contents = { chat: Chat, people: People, review: Review, search: Search };

/** The panel that is open beside the code, if any. */
export function Panels() {
  const { panel, isTentative, setPanel } = usePanel();
  const giveBackFromSearch = useGiveFocusBack();
  if (!panel) return null;
  const Content = contents[panel];
  return (
    <SidePanel
      title={titles[panel]}
      giveFocusBack={panel === "search" ? giveBackFromSearch : () => document.getElementById(`open-${panel}`)?.focus()}
      isTentative={isTentative}
      onClose={() => setPanel(undefined)}
    >
      <PanelBoundary name="This panel" key={panel}>
        <Content />
      </PanelBoundary>
    </SidePanel>
  );
}
