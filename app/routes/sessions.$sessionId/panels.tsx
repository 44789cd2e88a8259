import { Chat } from "./chat/chat.tsx";
import { usePanel } from "./layout-context.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";
import { People } from "./people/people.tsx";
import { Review } from "./review/review.tsx";
import { useGiveFocusBack } from "./search/search-context.tsx";
import { Search } from "./search/search.tsx";
import { Problems } from "./understanding/problems.tsx";
import { SidePanel } from "./side-panel.tsx";

const contents = { chat: Chat, people: People, review: Review, search: Search, problems: Problems };

/** The panel that is open beside the code, if any. */
export function Panels() {
  const { panel, isTentative, setPanel } = usePanel();
  const giveBackFromSearch = useGiveFocusBack();
  if (!panel) return null;
  const Content = contents[panel];
  return (
    <SidePanel
      panel={panel}
      giveFocusBack={panel === "search" ? giveBackFromSearch : () => document.getElementById(`open-${panel}`)?.focus()}
      isTentative={isTentative}
      onClose={() => setPanel(undefined)}
    >
      <PanelBoundary part="panel" key={panel}>
        <Content />
      </PanelBoundary>
    </SidePanel>
  );
}
