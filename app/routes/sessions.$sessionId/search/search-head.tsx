import { ChevronRight, ChevronsDownUp, ChevronsUpDown } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { searchPanelWords } from "../../../words/search-panel.ts";

type Props = {
  summary: string;
  /** Whether the field for the replacement is shown; undefined where nothing can be replaced. */
  isReplacing: boolean | undefined;
  onReplacing: (isReplacing: boolean) => void;
  /** Whether all files are closed; undefined where there is nothing to close. */
  areClosed: boolean | undefined;
  onClosed: (areClosed: boolean) => void;
};

/** What was found, in a sentence, and what changes how it is shown. */
export function SearchHead({ summary, isReplacing, onReplacing, areClosed, onClosed }: Props) {
  const label = areClosed ? searchPanelWords.openAll : searchPanelWords.closeAll;
  return (
    <div className="flex min-h-7 items-center gap-1 ps-3 pe-1.5 max-md:min-h-11">
      <p data-testid="search-summary" className="min-w-0 grow py-1 text-xs text-ink-7">
        {summary}
      </p>
      {areClosed !== undefined && (
        <button
          type="button"
          aria-label={label}
          title={label}
          onClick={() => onClosed(!areClosed)}
          className="flex size-7 shrink-0 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
        >
          {areClosed ? <ChevronsUpDown size={15} /> : <ChevronsDownUp size={15} />}
        </button>
      )}
      {isReplacing !== undefined && (
        <Button
          kind="quiet"
          size="small"
          aria-expanded={isReplacing}
          className="px-1.5! max-md:h-11"
          onClick={() => onReplacing(!isReplacing)}
        >
          <ChevronRight size={14} aria-hidden="true" className={isReplacing ? "-rotate-90" : "rotate-90"} />{" "}
          {searchPanelWords.replace}
        </Button>
      )}
    </div>
  );
}
