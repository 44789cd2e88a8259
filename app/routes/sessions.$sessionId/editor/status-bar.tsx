import { Eye } from "lucide-react";
import { useMemo } from "react";
import { languages } from "../../../languages.ts";
import { useCollab, useCollabState } from "../connection/collab-context.tsx";
import { editorWords } from "../../../words/editor.ts";
import { AskToEdit } from "../chat/ask-to-edit.tsx";
import { describeConnection } from "../connection/describe-connection.ts";
import { useMayEdit } from "../connection/use-access.ts";
import { useActiveFile } from "../files/files-context.tsx";
import { FormatButton } from "../formatting/format-button.tsx";
import { useDialog, useIsPhone, usePanel, useReading } from "../layout-context.tsx";
import { isOpenFinding, useFindings, useReviews } from "../review/review-context.tsx";
import { OutputButton } from "../running/output-button.tsx";
import { ProblemsButton, StoppedServers } from "../understanding/problems-button.tsx";
import { useSession } from "../settings-context.tsx";
import { useCursor, usePane } from "./editor-context.tsx";
import { EditButton } from "./edit-button.tsx";
import { EditorMenu } from "./editor-menu.tsx";
import { IndentationChoice } from "./indentation-choice.tsx";
import { StatusChoice } from "./status-choice.tsx";
import { useWrap } from "./use-wrap.ts";
import { VimLine } from "./vim-line.tsx";

const named = () => languages.map(({ id, label: name }) => ({ id, name, isOwnName: id !== "plaintext" }));

/** The line below the code. On phones it is there to read by: whoever writes has the keys in its place. */
export function StatusBar() {
  const state = useCollabState((whole) => whole);
  const collab = useCollab();
  const cursor = useCursor((info) => info);
  const mayEdit = useMayEdit();
  const { isReading } = useReading();
  const isPhone = useIsPhone();
  const { panel, isTentative } = usePanel();
  const active = useActiveFile();
  const session = useSession();
  const language = active?.language ?? session.language;
  const { label, tone } = describeConnection(state);
  const doctor = useDialog("connection");
  const options = useMemo(named, []);
  const known = options.some(({ id }) => id === language);
  const words = editorWords.status;
  const isCovered = (panel !== undefined && !isTentative) || (isPhone && mayEdit && !isReading);
  return (
    <footer
      id="status"
      tabIndex={-1}
      className={`region relative flex h-6 shrink-0 items-center gap-4 overflow-hidden border-t border-ink-3 bg-ink-1 px-3 text-xs whitespace-nowrap text-ink-7 tabular-nums max-md:box-content max-md:h-11 ${isCovered ? "max-md:hidden" : ""}`}
    >
      <button
        type="button"
        title={words.connection}
        onClick={() => doctor.setOpen(true)}
        className="-ms-1 flex h-full items-center gap-1.5 px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2"
        data-testid="connection"
      >
        <span aria-hidden="true" className={`size-2 rounded-full forced-color-adjust-none ${tone}`} />
        {label}
        {state.connection === "open" && !state.ending && state.roundTripMs !== undefined && (
          <span className="max-sm:hidden">{words.roundTrip(state.roundTripMs)}</span>
        )}
      </button>
      {cursor && <span className="max-md:hidden">{words.place(cursor.line, cursor.column)}</span>}
      {cursor && cursor.selections > 1 && <span className="max-md:hidden">{words.selections(cursor.selections)}</span>}
      <VimLine />
      <span className="grow" />
      <StoppedServers className="h-full max-md:hidden" />
      <OutputButton />
      <ProblemsButton />
      <FindingsButton fileId={active?.id} />
      <WrapButton />
      <FormatButton />
      <IndentationChoice />
      <StatusChoice
        label={words.language}
        value={language}
        options={known ? options : [{ id: language, name: language, isOwnName: true }, ...options]}
        disabled={!mayEdit || !state.ready}
        onChoose={(id) => collab && active && collab.tools.setFileLanguage(collab.ydoc, active.id, id)}
        className={mayEdit ? "max-md:min-w-11" : "max-md:hidden"}
      />
      <EditButton />
      {!mayEdit && !state.ending && (
        <span className="flex items-center gap-1">
          <Eye size={13} aria-hidden="true" /> {words.viewOnly}
          <AskToEdit kind="quiet" className="-me-2.5 md:hidden" />
        </span>
      )}
      <EditorMenu />
    </footer>
  );
}

/** What the review has found in this file, and is still open. */
function FindingsButton({ fileId }: { fileId: string | undefined }) {
  const { findings } = useReviews();
  const { whereabouts } = useFindings();
  const { setPanel } = usePanel();
  const open = findings.filter(
    (finding) => finding.fileId === fileId && isOpenFinding(finding, whereabouts.get(finding.id)),
  );
  if (open.length === 0) return null;
  return (
    <button
      type="button"
      title={editorWords.status.whatWasFound}
      onClick={() => setPanel("review")}
      className="h-full px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
    >
      {editorWords.status.findings(open.length)}
    </button>
  );
}

function WrapButton() {
  const { isWrapped, toggle } = useWrap();
  const words = editorWords.status;
  if (!usePane()) return null;
  return (
    <button
      type="button"
      aria-pressed={isWrapped}
      title={isWrapped ? words.wrapped : words.notWrapped}
      onClick={toggle}
      className="h-full px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
    >
      {isWrapped ? words.wrapOn : words.wrapOff}
    </button>
  );
}
