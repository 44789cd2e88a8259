import { Play, Square } from "lucide-react";
import { keyLabel } from "../../../commands/key-combination.ts";
import { Button } from "../../../ui/button.tsx";
import { useMounted } from "../../../ui/time.tsx";
import { commonWords } from "../../../words/common.ts";
import { runningWords } from "../../../words/running.ts";
import { RUN_KEYS, useRun, useRunning, useRunProblem } from "./running-context.tsx";

/** Runs the open file, and stops what this page runs. Who may not is told why by the button itself. */
export function RunButton() {
  const { running, run } = useRun();
  const problem = useRunProblem();
  const isRunning = useRunning(({ own }) => own !== undefined);
  const isMounted = useMounted();
  const Icon = isRunning ? Square : Play;
  const label = isRunning ? runningWords.stop : runningWords.run;
  const tip = isMounted && !isRunning ? commonWords.withKeys(label, keyLabel(RUN_KEYS)) : label;
  return (
    <Button
      size="small"
      id="run"
      aria-disabled={problem !== undefined && !isRunning}
      title={problem ?? tip}
      onClick={() => (isRunning ? running?.stop() : run("run"))}
      className="max-md:hidden"
    >
      <Icon size={14} aria-hidden="true" />
      {label}
    </Button>
  );
}
