import { useCallback } from "react";
import type { Command } from "../../../commands/command.ts";
import { useCommands } from "../../../commands/use-commands.ts";
import { runningWords } from "../../../words/running.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useActiveFile } from "../files/files-context.tsx";
import { useOutput, usePreviewLayout } from "../layout-context.tsx";
import { hasTests, isHere, runnerOf } from "./runner-of.ts";
import { RUN_KEYS, useRun, useRunning, useShownPage, useShownRun } from "./running-context.tsx";

type Words = { label: string; typed: string };

const command = (id: string, { label, typed }: Words, run: () => void, keys?: string[]): Command => ({
  id: `run.${id}`,
  group: "Code",
  label,
  words: typed,
  keys,
  run,
});

/** Running code, and what it has written. */
export function useRunCommands() {
  const collab = useCollab();
  const { running, run } = useRun();
  const isRunning = useRunning(({ own }) => own !== undefined);
  const shown = useShownRun();
  const { isShown, setIsShown } = useOutput();
  const page = useShownPage();
  const { isAside, setIsAside } = usePreviewLayout();
  const active = useActiveFile();
  const words = runningWords.commands;
  useCommands([
    command("run", words.run, () => run("run"), [RUN_KEYS]),
    ...(active && runnerOf(active) === "sql" && isHere("postgres")
      ? [
          command("postgres", words.postgres, () => run("run", active.id, "postgres")),
          command("sqlite", words.sqlite, () => run("run", active.id, "sql")),
        ]
      : []),
    ...(isRunning && running ? [command("stop", words.stop, () => running.stop())] : []),
    ...(shown && !isRunning ? [command("again", words.again, () => run(shown.kind, shown.fileId, shown.runner))] : []),
    ...(page && running ? [command("reload", words.reload, () => running.reloadPreview())] : []),
    ...(page && isAside ? [command("preview", words.showPreview, () => setIsAside(false))] : []),
    command("output", isShown ? words.hide : words.show, () => setIsShown(!isShown)),
    ...(isShown && shown && running ? [command("clear", words.clear, () => running.clear(shown.id))] : []),
  ]);
  // Made when somebody asks: it reads the file.
  useCommands(
    useCallback(() => {
      const file = active && collab?.tools.findFile(collab.ydoc, active.id);
      if (!file || !hasTests(runnerOf(file), file.text.toString())) return [];
      return [command("tests", runningWords.commands.tests, () => run("tests", file.id))];
    }, [active, collab, run]),
  );
}
