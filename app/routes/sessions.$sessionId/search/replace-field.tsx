import { Button } from "../../../ui/button.tsx";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { fieldClass, plainField } from "./query-field.tsx";
import type { SearchFields } from "./search-context.tsx";
import { countOf } from "./search-sentences.ts";
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
        dir="ltr"
        aria-label={searchPanelWords.replaceWith}
        placeholder={fields.isRegExp ? searchPanelWords.replaceWithGroups : searchPanelWords.replaceWith}
        value={fields.replacement}
        onChange={({ target }) => onChange({ replacement: target.value })}
        className={fieldClass}
      />
      <Button size="small" className="max-md:h-11" disabled={files.length === 0} onClick={onReplaceAll}>
        {files.length === 0 ? searchPanelWords.replaceAll : searchPanelWords.replaceAllOf(countOf(files), files.length)}
      </Button>
    </div>
  );
}
