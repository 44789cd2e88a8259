import { StatusChoice } from "./status-choice.tsx";
import { useCursor, usePane } from "./editor-context.tsx";

const widths = [2, 3, 4, 8];
const kinds = [
  { kind: "Spaces", insertSpaces: true },
  { kind: "Tabs", insertSpaces: false },
];
const choices = kinds.flatMap(({ kind, insertSpaces }) =>
  widths.map((tabSize) => ({ name: `${kind}: ${tabSize}`, insertSpaces, tabSize })),
);

/** What Tab writes into the open file on this page: guessed from its text, until somebody chooses. */
export function IndentationChoice() {
  const pane = usePane();
  const indentation = useCursor((cursor) => cursor?.indentation);
  if (!indentation) return null;
  const names = choices.map(({ name }) => name);
  return (
    <StatusChoice
      label="Indentation"
      value={indentation}
      options={(names.includes(indentation) ? names : [indentation, ...names]).map((name) => ({ id: name, name }))}
      onChoose={(chosen) => {
        const choice = choices.find(({ name }) => name === chosen);
        if (choice) pane?.setIndentation(choice);
      }}
      className="max-md:hidden"
    />
  );
}
