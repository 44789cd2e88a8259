import { Button } from "../../../ui/button.tsx";
import { fieldClass, plainField } from "./query-field.tsx";
import type { SearchFields } from "./search-context.tsx";
import { countOf, countWords } from "./search-words.ts";
import type { FileResults } from "./search-texts.ts";

type Props = {
  fields: SearchFields;
  onChange: (changed: Partial<SearchFields>) => void;
  files: FileResults[];
  onReplaceAll: () => void;
};

/** What comes into the place of everything that is found; the button says how much that is. */
export function ReplaceField({ fields, onChange, files, onReplaceAll }: Props) {
  return (
    <div className="grid gap-2">
      <input
        {...plainField}
        aria-label="Replace with"
        placeholder={fields.isRegExp ? "Replace with, $1 is the first group" : "Replace with"}
        value={fields.replacement}
        onChange={({ target }) => onChange({ replacement: target.value })}
        className={fieldClass}
      />
      <Button size="small" className="max-md:h-11" disabled={files.length === 0} onClick={onReplaceAll}>
        {files.length === 0 ? "Replace all" : `Replace all: ${countWords(countOf(files), files.length)}`}
      </Button>
    </div>
  );
}
