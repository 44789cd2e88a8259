import { later } from "../../../ui/later.ts";
import { laterPanel } from "../../../ui/later-parts.tsx";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { FileGone } from "../files/file-gone.tsx";
import { useActiveFile, useFiles, useGoneFile, useShowFile } from "../files/files-context.tsx";
import { usePageData } from "../page-data.ts";
import { PanelBoundary } from "../panel-boundary.tsx";
import { CodePreview } from "./code-preview.tsx";
import { useFollowing, usePane } from "./editor-context.tsx";
import { FollowNotice } from "./follow-notice.tsx";

const script = later(() => import("./editor.client.tsx"));
const Editor = laterPanel(script, (module) => module.Editor);
// With the page itself, not when it has been hydrated and has its document. When it fails, the editor asks once more,
// and says so.
if (typeof document !== "undefined") script.load().catch(() => {});

/** The code, as the page was loaded with it until the editor is there; over it, the notice that a file was deleted. */
export function EditorArea() {
  const collab = useCollab();
  const ready = useIsReady();
  const { followed } = useFollowing();
  return (
    <div className="relative min-h-0 grow" style={followed && { boxShadow: `inset 0 0 0 2px ${followed.color}` }}>
      <Preview />
      {collab && ready && (
        <PanelBoundary part="editor">
          <div className={`absolute ${followed ? "inset-0.5" : "inset-0"}`}>
            <Editor collab={collab} />
          </div>
        </PanelBoundary>
      )}
      <Gone />
      <FollowNotice />
    </div>
  );
}

/** The first file, where it is the one that is open. */
function Preview() {
  const { files, preview } = usePageData();
  const pane = usePane();
  const active = useActiveFile();
  if (pane || active?.id !== files[0]?.id) return null;
  return <CodePreview text={preview.text} isWhole={preview.isWhole} />;
}

function Gone() {
  const gone = useGoneFile();
  const collab = useCollab();
  const pane = usePane();
  const mayEdit = useMayEdit();
  const [first] = useFiles();
  const showFile = useShowFile();
  if (!gone) return null;
  const content = pane?.textOfGone(gone.id);
  return (
    <FileGone
      file={gone}
      onBringBack={
        mayEdit && collab && content !== undefined
          ? () => collab.tools.bringBackFile(collab.ydoc, { ...gone, content })
          : undefined
      }
      onOpenAnother={first && (() => showFile(first.id))}
    />
  );
}
