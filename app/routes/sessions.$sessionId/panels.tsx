import { Chat } from "./chat/chat.tsx";
import type { Panel } from "./kept-layout.ts";
import { usePanel } from "./layout-context.tsx";
import { PanelBoundary } from "./panel-boundary.tsx";
import { People } from "./people/people.tsx";
import { Review } from "./review/review.tsx";
import { useGiveFocusBack } from "./search/search-context.tsx";
import { Search } from "./search/search.tsx";
import { Problems } from "./understanding/problems.tsx";
import { SidePanel } from "./side-panel.tsx";

const contents = { chat: Chat, people: People, review: Review, search: Search, problems: Problems };

/** Not every page has a button for every panel: on phones the palette opens the problems. */
function giveBackTo(panel: Panel) {
  const button = document.getElementById(`open-${panel}`);
  (button?.checkVisibility() ? button : document.getElementById("code"))?.focus();
}

/** The panel that is open beside the code, if any. */
export function Panels() {
  const { panel, isTentative, setPanel } = usePanel();
  const giveBackFromSearch = useGiveFocusBack();
  if (!panel) return null;
  const Content = contents[panel];
  return (
    <SidePanel
      panel={panel}
      giveFocusBack={panel === "search" ? giveBackFromSearch : () => giveBackTo(panel)}
      isTentative={isTentative}
      onClose={() => setPanel(undefined)}
    >
      <PanelBoundary part="panel" key={panel}>
        <Content />
      </PanelBoundary>
    </SidePanel>
  );
}
