import { useCollab } from "../connection/collab-context.tsx";
import { useSession } from "../settings-context.tsx";
import { useActiveFile } from "./files-context.tsx";

/** Downloads the open file, or all of them as one ZIP, as they are on this page. */
export function useDownloads(): { downloadThis: () => void; downloadAll: () => void } {
  const collab = useCollab();
  const active = useActiveFile();
  const { title } = useSession();
  return {
    downloadThis: () => collab && active && collab.tools.downloadFile(collab.ydoc, active.id),
    downloadAll: () => void collab?.tools.downloadAll(collab.ydoc, title),
  };
}
