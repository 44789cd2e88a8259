import { memo, type ReactNode } from "react";
import { runningWords } from "../../../words/running.ts";
import type { diffLines } from "../editor/line-diff.ts";
import type { FilePaths } from "./links.ts";
import { isJustText, OutputLineView, type Place } from "./output-line.tsx";
import { OutputTable } from "./output-table.tsx";
import { OutputTest } from "./output-test.tsx";
import { type Block, lineText } from "./run-log.ts";

const LINE_PX = 18;

type Props = {
  block: Block;
  paths: FilePaths;
  onPlace: (place: Place) => void;
  compare: typeof diffLines | undefined;
};

/** Part of the output. It is drawn once more only when more was written into it, and laid out only where it is seen. */
export const OutputBlock = memo(function OutputBlock({ block: { items }, paths, onPlace, compare }: Props) {
  const parts: ReactNode[] = [];
  // Most lines are nothing but text: together they are one node of the page.
  let text = "";
  let tests: ReactNode[] = [];
  function flush() {
    if (text) parts.push(text);
    if (tests.length > 0)
      parts.push(
        <ul key={`tests ${parts.length}`} aria-label={runningWords.tests.label}>
          {tests}
        </ul>,
      );
    text = "";
    tests = [];
  }
  items.forEach((item, nth) => {
    if (item.kind === "test") {
      if (text) flush();
      tests.push(<OutputTest key={nth} test={item} paths={paths} onPlace={onPlace} compare={compare} />);
      return;
    }
    if (tests.length > 0) flush();
    if (item.kind === "table") {
      flush();
      parts.push(<OutputTable key={nth} table={item} />);
    } else if (isJustText(item, paths)) text += lineText(item) + (item.continues ? "" : "\n");
    else {
      flush();
      const isFirst = items[nth - 1]?.kind !== item.kind;
      parts.push(<OutputLineView key={nth} line={item} isFirst={isFirst} paths={paths} onPlace={onPlace} />);
    }
  });
  flush();
  return (
    <div
      style={{ containIntrinsicBlockSize: `auto ${items.length * LINE_PX}px` }}
      className="[content-visibility:auto]"
    >
      {parts}
    </div>
  );
});
