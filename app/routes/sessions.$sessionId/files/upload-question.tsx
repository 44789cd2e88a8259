import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { uploadWords } from "../../../words/uploads.ts";
import type { Answer, Choice } from "./upload-files.ts";

export type UploadQuestion = { path: string; others: number; answer: (answer: Answer) => void };

type Props = { asked: UploadQuestion | undefined; isOpen: boolean; onClose: () => void };

/** What to do about an uploaded file whose name is there already. */
export function UploadQuestionDialog({ asked, isOpen, onClose }: Props) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={uploadWords.question.title(asked?.path ?? "")}
      description={uploadWords.question.description}
    >
      {asked && <Choices key={asked.path} asked={asked} />}
    </Dialog>
  );
}

function Choices({ asked: { others, answer } }: { asked: UploadQuestion }) {
  const [forAll, setForAll] = useState(false);
  const give = (choice: Choice) => () => answer({ choice, forAll });
  return (
    <div className="grid gap-4">
      {others > 0 && (
        <label className="flex items-center gap-2.5 py-1">
          <input
            type="checkbox"
            className="size-4 accent-ink-10"
            checked={forAll}
            onChange={({ target }) => setForAll(target.checked)}
          />
          {uploadWords.question.forAll(others)}
        </label>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" data-first onClick={give("replace")}>
          {uploadWords.question.replace}
        </Button>
        <Button onClick={give("both")}>{uploadWords.question.keepBoth}</Button>
        <Button kind="quiet" onClick={give("leave")}>
          {uploadWords.question.leave}
        </Button>
      </div>
    </div>
  );
}
