import type { Unsound } from "../../../../protocol/layout.ts";
import { Button } from "../../../ui/button.tsx";
import { filesWords } from "../../../words/files.ts";
import type { StripLine } from "../strip.tsx";
import { unsoundSentence } from "./unsound-sentence.ts";

export type UnsoundThings = {
  things: Unsound[];
  pathOf: (fileId: string) => string | undefined;
  /** Undefined for those who may not. */ remove?: () => void;
};

/** Names what a document holds besides its files, and offers to remove it. */
export const unsoundLine = ({ things, pathOf, remove }: UnsoundThings): StripLine => ({
  id: "unsound",
  tone: "amber",
  words: unsoundSentence(things, pathOf),
  actions: remove && (
    <Button size="small" onClick={remove}>
      {filesWords.unsound.remove}
    </Button>
  ),
});
