import { useCallback, useEffect, useState } from "react";
import { type DeletedFile, deletedFileAnswer, deletedFilesAnswer } from "../../../deleted-file.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Ago } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.ts";
import { UNDO_MS } from "../../../ui/undo-ms.ts";
import { commonWords } from "../../../words/common.ts";
import { deletedFilesWords } from "../../../words/deleted-files.tsx";
import { ApiError, callApi } from "../../../call-api.ts";
import { useSpoken } from "../announcer.tsx";
import { useCollab } from "../connection/collab-context.tsx";
import { usePane } from "../editor/editor-context.tsx";
import { useSession } from "../settings-context.tsx";
import { bringBack, deleteAgain } from "./bring-back.ts";
import { useShowFile } from "./files-context.tsx";

const MAX_PREVIEW_CHARS = 20_000;

type Found = { files: DeletedFile[]; isWhole: boolean };
const sentenceOf = (error: unknown) => (error instanceof ApiError ? error.message : deletedFilesWords.notRead);

/** Files that the session no longer has, and how to bring them back. */
export function DeletedFilesDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={deletedFilesWords.title}
      description={deletedFilesWords.description}
    >
      {isOpen && <DeletedFiles onDone={onClose} />}
    </Dialog>
  );
}

function DeletedFiles({ onDone }: { onDone: () => void }) {
  const words = deletedFilesWords;
  const sessionId = useSession().id;
  const collab = useCollab();
  const pane = usePane();
  const showFile = useShowFile();
  const address = `/api/sessions/${sessionId}/deleted-files`;
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  const load = useCallback(() => {
    setProblem(undefined);
    callApi("GET", address, { answer: deletedFilesAnswer }).then(setFound, (error: unknown) =>
      setProblem(sentenceOf(error)),
    );
  }, [address]);
  useEffect(load, [load]);

  useSpoken(problem ?? (found ? (found.files.length === 0 ? words.none : undefined) : words.looking));

  const read = (id: string) => callApi("GET", `${address}/${encodeURIComponent(id)}`, { answer: deletedFileAnswer });

  async function restore(files: DeletedFile[]) {
    if (!collab || !pane) return;
    setBusy(true);
    const back: DeletedFile[] = [];
    try {
      for (const { id } of files) {
        const { file } = await read(id);
        if (!bringBack(collab.ydoc, pane, file)) break;
        back.push(file);
      }
    } catch (error) {
      toast.error(sentenceOf(error));
    } finally {
      setBusy(false);
    }
    const [first] = back;
    if (!first) return;
    // The file is behind the dialog, and the notice with Undo cannot be reached while that is open.
    onDone();
    showFile(first.id);
    const anew = back.filter(({ state }) => state === "deleted").map(({ id }) => id);
    toast(back.length === 1 ? words.isBack(first.path) : words.areBack(back.length), {
      duration: UNDO_MS,
      ...(anew.length > 0 && { action: { label: commonWords.undo, onClick: () => deleteAgain(collab.ydoc, anew) } }),
    });
  }

  if (problem) {
    return (
      <div className="grid justify-items-start gap-3">
        <p className="text-red">{problem}</p>
        <Button onClick={load}>{words.tryAgain}</Button>
      </div>
    );
  }
  if (!found) return <p>{words.looking}</p>;
  const { files, isWhole } = found;
  return (
    <div className="grid gap-3">
      {files.length === 0 && <p className="text-ink-8">{words.none}</p>}
      {files.length > 0 && (
        <ul aria-label={words.title} className="-mx-2 grid">
          {files.map((file) => (
            <Row
              key={file.id}
              file={file}
              busy={busy || !pane}
              read={() => read(file.id)}
              onRestore={() => void restore([file])}
            />
          ))}
        </ul>
      )}
      {!isWhole && <p className="text-sm text-ink-7">{words.notWhole}</p>}
      {files.length > 1 && (
        <Button className="justify-self-start" disabled={busy || !pane} onClick={() => void restore(files)}>
          {words.bringAllBack(files.length)}
        </Button>
      )}
    </div>
  );
}

type RowProps = {
  file: DeletedFile;
  busy: boolean;
  read: () => Promise<{ file: { content: string } }>;
  onRestore: () => void;
};

function Row({ file, busy, read, onRestore }: RowProps) {
  const words = deletedFilesWords;
  const [content, setContent] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useSpoken(problem);
  const isShown = content !== undefined || problem !== undefined;

  function toggle() {
    if (isShown) {
      setContent(undefined);
      return setProblem(undefined);
    }
    read().then(
      (answer) => setContent(answer.file.content),
      (error: unknown) => setProblem(sentenceOf(error)),
    );
  }

  return (
    <li className="border-b border-ink-3 px-2 py-2.5 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 grow basis-48">
          <p dir="ltr" translate="no" className="truncate text-ink-10 rtl:text-right" title={file.path}>
            {file.path}
          </p>
          <p className="text-sm text-ink-7">{words.states[file.state](<Ago iso={file.at} />, file.by)}</p>
        </div>
        <div className="flex gap-2">
          <Button
            size="small"
            kind="quiet"
            aria-expanded={isShown}
            aria-label={words.previewOf(file.path)}
            onClick={toggle}
          >
            {isShown ? words.hide : words.preview}
          </Button>
          <Button size="small" disabled={busy} aria-label={words.bringBackOf(file.path)} onClick={onRestore}>
            {words.bringBack}
          </Button>
        </div>
      </div>
      {problem && <p className="mt-2 text-sm text-red">{problem}</p>}
      {content !== undefined && (
        <pre
          tabIndex={0}
          dir="ltr"
          translate="no"
          aria-label={words.textOf(file.path)}
          className="mt-2 max-h-60 overflow-auto rounded border border-ink-3 bg-ink-1 p-2 font-mono text-sm leading-5"
        >
          {content.length > MAX_PREVIEW_CHARS ? `${content.slice(0, MAX_PREVIEW_CHARS)}\n…` : content}
        </pre>
      )}
    </li>
  );
}
