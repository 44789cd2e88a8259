import { LoaderCircle } from "lucide-react";
import { later } from "../../../ui/later.ts";
import { laterPanel } from "../../../ui/later-parts.tsx";
import { editorWords } from "../../../words/editor.ts";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { useIsOver, useMayEdit } from "../connection/use-access.ts";
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

/** What the page was loaded with, where that is the file that is open; else, after a moment, that it is coming. */
function Preview() {
  const { preview } = usePageData();
  const pane = usePane();
  const active = useActiveFile();
  const gone = useGoneFile();
  const isOver = useIsOver();
  if (pane) return null;
  if (preview && active?.id === preview.fileId) return <CodePreview text={preview.text} isWhole={preview.isWhole} />;
  return gone || isOver ? null : <Coming />;
}

/** Shown by the style sheet once it has taken longer than anyone waits for without a sign. */
function Coming() {
  return (
    <div
      role="img"
      aria-label={editorWords.codeIsComing}
      className="absolute inset-0 flex animate-after-a-moment items-center justify-center text-ink-7"
    >
      <LoaderCircle size={20} aria-hidden="true" className="motion-safe:animate-spin" />
    </div>
  );
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
