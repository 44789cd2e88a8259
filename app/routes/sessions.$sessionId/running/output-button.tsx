import { runningWords } from "../../../words/running.ts";
import { useOutput } from "../layout-context.tsx";
import { useRunning } from "./running-context.tsx";

/** Opens and closes the output, once there is any. */
export function OutputButton() {
  const hasRuns = useRunning(({ runs }) => runs.length > 0);
  const { isShown, setIsShown } = useOutput();
  if (!hasRuns) return null;
  return (
    <button
      type="button"
      aria-pressed={isShown}
      onClick={() => setIsShown(!isShown)}
      className="h-full px-1 text-ink-8 hover:bg-ink-2 hover:text-ink-10 focus-visible:-outline-offset-2 max-md:hidden"
    >
      {runningWords.title}
    </button>
  );
}
