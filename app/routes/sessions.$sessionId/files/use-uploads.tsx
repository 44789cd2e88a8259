import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useCollab } from "../connection/collab-context.tsx";
import { useMayEdit } from "../connection/use-access.ts";
import { usePane } from "../editor/editor-context.tsx";
import { useShowFile } from "./files-context.tsx";
import { droppedIn, type Picked, pickedFrom } from "./picked-files.ts";
import { uploadFiles } from "./upload-files.ts";
import { type UploadQuestion, UploadQuestionDialog } from "./upload-question.tsx";
import { uploadWords } from "./upload-words.ts";
import { useFileDrop } from "./use-file-drop.ts";

const READ_TOAST_MS = 12_000;

/** Uploads by a file field or by a drop anywhere on the page. `layer` is what is shown meanwhile. */
export function useUploads(): { upload: (list: FileList) => void; layer: ReactNode } {
  const collab = useCollab();
  const pane = usePane();
  const mayEdit = useMayEdit();
  const showFile = useShowFile();
  const [asked, setAsked] = useState<UploadQuestion>();

  async function take(picked: Picked) {
    if (!collab || !pane) return;
    const ask = (path: string, others: number) =>
      new Promise<Parameters<UploadQuestion["answer"]>[0]>((resolve) => {
        setAsked({ path, others, answer: (answer) => (setAsked(undefined), resolve(answer)) });
      });
    const uploaded = await uploadFiles(picked, {
      ydoc: collab.ydoc,
      ask,
      replace: (fileId, text) => pane.edits.replaceText(fileId, text),
    });
    if (uploaded.last) showFile(uploaded.last);
    const { done, problem } = uploadWords(uploaded, picked);
    if (done) toast(done);
    if (problem) toast.error(problem, { duration: READ_TOAST_MS });
  }

  function takeSafely(picked: Promise<Picked>) {
    if (!mayEdit) return void toast.error("You can only view this session, so nothing was uploaded.");
    if (!pane) return void toast.error("The editor is still loading. Please drop the files again in a moment.");
    picked.then(take).catch((error: unknown) => {
      console.error(error);
      toast.error("The upload broke off. What is in the tabs is there; please try the rest again.");
    });
  }

  const isHeld = useFileDrop((data) => takeSafely(droppedIn(data)));
  const layer = (
    <>
      {isHeld && mayEdit && (
        <p className="pointer-events-none fixed inset-2 z-40 flex items-center justify-center rounded-[8px] border-2 border-dashed border-accent bg-ink-0/80 text-base text-ink-10">
          Drop files or folders to add them to this session
        </p>
      )}
      <UploadQuestionDialog asked={asked} />
    </>
  );
  return { upload: (list) => takeSafely(Promise.resolve(pickedFrom([...list]))), layer };
}
