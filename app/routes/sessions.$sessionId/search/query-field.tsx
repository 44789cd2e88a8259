import { CaseSensitive, Regex, WholeWord } from "lucide-react";
import { forwardRef, type KeyboardEvent, useId } from "react";
import { isComposing } from "../../../ui/is-composing.ts";
import { searchPanelWords } from "../../../words/search-panel.ts";
import { searchWords } from "../../../words/search.ts";
import type { SearchFields } from "./search-context.tsx";
import { Toggle } from "./toggle.tsx";

export const fieldClass =
  "h-8 w-full rounded border border-ink-5 bg-ink-0 px-2.5 text-sm text-ink-10 placeholder:text-ink-7 aria-[invalid=true]:border-red focus-visible:outline-offset-0 max-md:h-11 max-md:text-lg";

/** What a field for code does not need of a browser. */
export const plainField = { spellCheck: false, autoComplete: "off", autoCapitalize: "off", autoCorrect: "off" };

export const toggles = [
  { field: "isCaseSensitive", keys: "Alt+C", icon: CaseSensitive },
  { field: "isWholeWord", keys: "Alt+W", icon: WholeWord },
  { field: "isRegExp", keys: "Alt+R", icon: Regex },
] as const;

type Props = {
  fields: SearchFields;
  onChange: (changed: Partial<SearchFields>) => void;
  /** What is wrong with the regular expression. */
  problem: string | undefined;
  /** Shows the next result, or the one before. */
  onStep: (step: 1 | -1) => void;
  onDown: () => void;
};

/** The words to look for, and how they are meant. */
export const QueryField = forwardRef<HTMLInputElement, Props>(function QueryField(
  { fields, onChange, problem, onStep, onDown },
  ref,
) {
  const noteId = useId();
  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") onDown();
    else return;
    event.preventDefault();
  }
  return (
    <div>
      <div dir="ltr" className="relative">
        <input
          ref={ref}
          {...plainField}
          aria-label={searchWords.findInAll}
          placeholder={fields.isRegExp ? searchPanelWords.findByExpression : searchPanelWords.find}
          value={fields.text}
          onChange={({ target }) => onChange({ text: target.value })}
          onKeyDown={onKeyDown}
          aria-invalid={problem !== undefined}
          aria-describedby={problem === undefined ? undefined : noteId}
          className={`${fieldClass} pe-21 max-md:pe-34`}
        />
        <div className="absolute inset-y-0 end-1 flex items-center gap-0.5 max-md:end-0 max-md:gap-0">
          {toggles.map(({ field, ...rest }) => (
            <Toggle
              key={field}
              label={searchPanelWords.toggles[field]}
              isOn={fields[field]}
              onToggle={() => onChange({ [field]: !fields[field] })}
              {...rest}
            />
          ))}
        </div>
      </div>
      {problem !== undefined && (
        <p id={noteId} role="alert" className="mt-1 text-sm text-red">
          {problem}
        </p>
      )}
    </div>
  );
});
