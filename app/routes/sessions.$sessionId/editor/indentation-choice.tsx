import { editorWords } from "../../../words/editor.ts";
import { StatusChoice } from "./status-choice.tsx";
import { useCursor, usePane } from "./editor-context.tsx";

const widths = [2, 3, 4, 8];
const usual = ["spaces", "tabs"].flatMap((kind) => widths.map((width) => `${kind}:${width}`));

function read(indentation: string) {
  const [kind, width] = indentation.split(":");
  return { insertSpaces: kind === "spaces", tabSize: Number(width) };
}

function nameOf(indentation: string): string {
  const { insertSpaces, tabSize } = read(indentation);
  const words = editorWords.indentation;
  return insertSpaces ? words.spaces(tabSize) : words.tabs(tabSize);
}

/** What Tab writes into the open file on this page: guessed from its text, until somebody chooses. */
export function IndentationChoice() {
  const pane = usePane();
  const indentation = useCursor((cursor) => cursor?.indentation);
  if (!indentation) return null;
  const offered = usual.includes(indentation) ? usual : [indentation, ...usual];
  return (
    <StatusChoice
      label={editorWords.indentation.title}
      value={indentation}
      options={offered.map((id) => ({ id, name: nameOf(id) }))}
      onChoose={(chosen) => usual.includes(chosen) && pane?.setIndentation(read(chosen))}
      className="max-md:hidden"
    />
  );
}
