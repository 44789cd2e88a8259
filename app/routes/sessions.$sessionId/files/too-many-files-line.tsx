import { MAX_FILES } from "../../../../protocol/limits.ts";
import { Button } from "../../../ui/button.tsx";
import { filesWords } from "../../../words/files.ts";
import type { StripLine } from "../strip.tsx";

export type TooManyFiles = {
  files: number;
  empty: number;
  /** Undefined for those who may not. */
  deleteEmpty?: () => void;
};

/** Says that a session has more files than it should, and offers to delete the empty ones. */
export const tooManyFilesLine = ({ files, empty, deleteEmpty }: TooManyFiles): StripLine => ({
  id: "too-many-files",
  tone: "amber",
  words: filesWords.tooMany.sentence(files, MAX_FILES),
  actions: deleteEmpty && empty > 0 && (
    <Button size="small" onClick={deleteEmpty}>
      {filesWords.tooMany.deleteEmpty(empty)}
    </Button>
  ),
});
