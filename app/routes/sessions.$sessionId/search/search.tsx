import { later } from "../../../ui/later.ts";
import { laterPanel } from "../../../ui/later-parts.tsx";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";

const script = later(() => import("./search-panel.client.tsx"));
const SearchPanel = laterPanel(script, (module) => module.SearchPanel);

/** The search in all files beside the code. */
export function Search() {
  const collab = useCollab();
  const ready = useIsReady();
  if (!collab || !ready) return null;
  return <SearchPanel collab={collab} />;
}
