import type { Suggestion } from "./use-suggestions.ts";

export const LIST_ID = "message-suggestions";
export const optionId = (index: number) => `${LIST_ID}-${index}`;

type Props = { label: string; list: Suggestion[]; selected: number; onChoose: (suggestion: Suggestion) => void };

/** What may be put in place of the word at the caret. The field keeps the focus, and points to the option. */
export function SuggestionList({ label, list, selected, onChoose }: Props) {
  return (
    <ul
      id={LIST_ID}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-3 bottom-full z-10 mb-1 max-h-72 overflow-y-auto rounded border border-ink-3 bg-ink-0 p-1 text-ink-9 shadow-layer"
      // A press takes the focus from the field otherwise, and the keyboard of a phone with it.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {list.map((suggestion, index) => (
        <li
          key={suggestion.id}
          id={optionId(index)}
          role="option"
          aria-selected={index === selected}
          onClick={() => onChoose(suggestion)}
          className={`flex min-h-8 cursor-default items-center gap-2 rounded px-2 hover:bg-ink-2 max-md:min-h-11 ${index === selected ? "bg-ink-2" : ""}`}
        >
          {suggestion.symbol ? (
            <span aria-hidden="true" className="w-5 text-center text-base">
              {suggestion.symbol}
            </span>
          ) : (
            <span
              aria-hidden="true"
              className="size-2 shrink-0 rounded-full forced-color-adjust-none"
              style={{ background: suggestion.color }}
            />
          )}
          <span dir="auto" translate="no" className="min-w-0 truncate">
            {suggestion.label}
          </span>
          {suggestion.hint && <span className="ms-auto shrink-0 text-xs text-ink-7">{suggestion.hint}</span>}
        </li>
      ))}
    </ul>
  );
}
