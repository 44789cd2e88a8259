import { lazy, Suspense } from "react";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";

const SearchPanel = lazy(() => import("./search-panel.client.tsx"));

/** The search in all files beside the code, loaded when it is opened. */
export function Search() {
  const collab = useCollab();
  const ready = useIsReady();
  if (!collab || !ready) return null;
  return (
    <Suspense>
      <SearchPanel collab={collab} />
    </Suspense>
  );
}
