import { type ReactNode, useMemo, useRef, useState } from "react";
import { toast } from "../../../ui/toast.ts";
import { filesWords } from "../../../words/files.ts";
import type { Collab } from "../connection/collab.client.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { UploadQuestionDialog } from "../dialogs.tsx";
import { usePane } from "../editor/editor-context.tsx";
import type { EditorPane } from "../editor/editor-pane.client.ts";
import { createRequiredContext } from "../required-context.ts";
import { FileChooser } from "./file-chooser.tsx";
import { useShowFile } from "./files-context.tsx";
import type { Picked } from "./picked-files.ts";
import type { UploadQuestion } from "./upload-question.tsx";
import { useFileDrop } from "./use-file-drop.ts";

const READ_TOAST_MS = 12_000;

/** Each opens the browser's own dialog; what is chosen comes into a folder, or to the top without one. */
type Value = { chooseFiles: (into?: string) => void; chooseFolder: (into?: string) => void };
const [Provider, useValue] = createRequiredContext<Value>("UploadsProvider");

export const useUploads = (): Value => useValue();

/** Uploads by the browser's dialogs, or by a drop anywhere on the page; a drop on a folder comes into it. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const mayEdit = useMayEdit();
  const { upload, asked } = useUpload();
  const into = useRef("");
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const held = useFileDrop((data, target) => upload(({ droppedIn }) => droppedIn(data), target));
  const value = useMemo(() => {
    const choose = (field: typeof files) => (folderPath?: string) => {
      into.current = folderPath ?? "";
      field.current?.click();
    };
    return { chooseFiles: choose(files), chooseFolder: choose(folder) };
  }, []);
  const take = (list: FileList) => upload(({ pickedFrom }) => Promise.resolve(pickedFrom([...list])), into.current);
  return (
    <Provider value={value}>
      {children}
      <FileChooser ref={files} label={filesWords.actions.upload} onFiles={take} />
      <FileChooser ref={folder} label={filesWords.actions.uploadFolder} onFiles={take} webkitdirectory="" />
      {held && mayEdit && (
        <p className="pointer-events-none fixed inset-2 z-40 flex items-center justify-center rounded border-2 border-dashed border-accent bg-ink-0/80 text-base text-ink-10">
          {held.folder ? filesWords.uploads.dropInto(held.folder) : filesWords.uploads.dropHere}
        </p>
      )}
      <UploadQuestionDialog
        asked={asked}
        isOpen={asked !== undefined}
        // Whoever gives no answer leaves what is there.
        onClose={() => asked?.answer({ choice: "leave", forAll: true })}
      />
    </Provider>
  );
}

function useUpload() {
  const collab = useCollab();
  const pane = usePane();
  const mayEdit = useMayEdit();
  const showFile = useShowFile();
  const [asked, setAsked] = useState<UploadQuestion>();

  async function take(picked: Picked, { ydoc, tools }: Collab, pane: EditorPane) {
    const ask = (path: string, others: number) =>
      new Promise<Parameters<UploadQuestion["answer"]>[0]>((resolve) => {
        setAsked({ path, others, answer: (answer) => (setAsked(undefined), resolve(answer)) });
      });
    const uploaded = await tools.uploadFiles(picked, {
      ydoc,
      ask,
      replace: (fileId, text) => pane.edits.replaceText(fileId, text),
    });
    if (uploaded.last) showFile(uploaded.last);
    const { done, problem } = tools.uploadNotices(uploaded, picked);
    if (done) toast(done);
    if (problem) toast.error(problem, { duration: READ_TOAST_MS });
  }

  function upload(pick: (tools: Collab["tools"]) => Promise<Picked>, folder: string) {
    if (!mayEdit) return void toast.error(filesWords.uploads.mayNot);
    if (!collab || !pane) return void toast.error(filesWords.uploads.stillLoading);
    const { tools } = collab;
    pick(tools)
      .then((found) => take(tools.within(found, folder), collab, pane))
      .catch((error: unknown) => {
        console.error(error);
        toast.error(filesWords.uploads.brokeOff);
      });
  }
  return { upload, asked };
}
