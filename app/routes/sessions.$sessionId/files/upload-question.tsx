import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { filesWords } from "../../../words/files.ts";
import type { Answer, Choice } from "./upload-files.ts";

export type UploadQuestion = { path: string; others: number; answer: (answer: Answer) => void };

type Props = { asked: UploadQuestion | undefined; isOpen: boolean; onClose: () => void };

/** What to do about an uploaded file whose name is there already. */
export function UploadQuestionDialog({ asked, isOpen, onClose }: Props) {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={filesWords.question.title(asked?.path ?? "")}
      description={filesWords.question.description}
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
            className="size-4 accent-accent"
            checked={forAll}
            onChange={({ target }) => setForAll(target.checked)}
          />
          {filesWords.question.forAll(others)}
        </label>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="main" data-first onClick={give("replace")}>
          {filesWords.question.replace}
        </Button>
        <Button onClick={give("both")}>{filesWords.question.keepBoth}</Button>
        <Button kind="quiet" onClick={give("leave")}>
          {filesWords.question.leave}
        </Button>
      </div>
    </div>
  );
}
