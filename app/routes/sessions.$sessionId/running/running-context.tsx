import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ServerEvent } from "../../../../protocol/events.ts";
import { mayRun } from "../../../../protocol/entities.ts";
import type { Run, RunKind, Runner } from "../../../../protocol/runs.ts";
import { newId } from "../../../new-id.ts";
import { later, useLater } from "../../../ui/later.ts";
import { toast } from "../../../ui/toast.ts";
import { runningWords } from "../../../words/running.ts";
import { siteWords } from "../../../words/site.tsx";
import { useCollab, useIsReady, useServerEvents } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { useIsOver } from "../connection/use-access.ts";
import { useActiveFile } from "../files/files-context.tsx";
import { useIsNarrow, useOutput, usePreviewLayout } from "../layout-context.tsx";
import { usePageData } from "../page-data.ts";
import { createRequiredContext } from "../required-context.ts";
import { useSession } from "../settings-context.tsx";
import { entryOf, isHere, isTestFile, runnerOf, runnersHere } from "./runner-of.ts";
import type { NewRun, Running, RunningState } from "./running.client.ts";

export const RUN_KEYS = "Mod+Enter";

const script = later(() => import("./running.client.ts"));
const initial: RunningState = { runs: [], shownId: undefined, own: undefined, times: new Map() };
const nothing = () => () => {};

type Value = {
  running: Running | undefined;
  /**
   * Runs a file, by its id; else the open one, or that with which the program begins. SQL has more than one runner: the
   * one that is asked for is the one for all later SQL of this page, too.
   */
  run: (kind: RunKind, fileId?: string, runner?: Runner) => void;
};
const [Provider, useValue] = createRequiredContext<Value>("RunningProvider");

/** Knows the session's runs. What there is to know comes later than the page, or with the first run. */
export function RunningProvider({ children }: { children: ReactNode }) {
  const module = useLater(script);
  const { id: sessionId } = useSession();
  const { previewOrigin } = usePageData();
  const { id: userId } = useUser();
  const { isShown, setIsShown } = useOutput();
  const { setIsAside } = usePreviewLayout();
  const isNarrow = useIsNarrow();
  const [running, setRunning] = useState<Running>();
  const [wanted, setWanted] = useState<NewRun>();
  const isReady = useIsReady();

  const heard = useRef<Running>(undefined);
  const onOthersBegin = useRef((_run: Run) => {});
  useEffect(() => {
    onOthersBegin.current = (run) => {
      const action = { label: runningWords.show, onClick: () => setIsShown(true) };
      const said =
        run.userId === userId ? runningWords.runsElsewhere(run.path) : runningWords.othersRun(run.userName, run.path);
      if (!isShown) toast(said, { id: `run ${run.userId}`, action });
    };
  });
  useEffect(() => {
    if (!module || !isReady) return;
    const onBegin = (run: Run) => onOthersBegin.current(run);
    const opened = new module.Running({ sessionId, previewOrigin, onOthersBegin: onBegin });
    // From here on it hears of everything, not from when this is drawn: what it asks for now would lack that.
    heard.current = opened;
    setRunning(opened);
    return () => {
      heard.current = undefined;
      setRunning(undefined);
      opened.dispose();
    };
  }, [module, isReady, sessionId, previewOrigin]);
  useServerEvents(
    useCallback((event: ServerEvent) => {
      heard.current?.receive(event);
      // What was missed until it is there is asked for.
      if (!heard.current && event.type === "run-changed") script.load().catch(() => {});
    }, []),
  );
  useEffect(() => {
    if (!running || !wanted) return;
    setWanted(undefined);
    void running.run(wanted);
  }, [running, wanted]);

  const newRun = useNewRun();
  const sqlRunner = useRef<Runner>("sql");
  const run = useCallback(
    (kind: RunKind, fileId?: string, runner?: Runner) => {
      if (runner === "sql" || runner === "postgres") sqlRunner.current = runner;
      const own = running?.value.own;
      // A page that is shown would run until somebody stops it.
      const made = own && !own.page ? runningWords.problems.stillRuns : newRun(kind, sqlRunner.current, fileId);
      if (typeof made === "string") return void toast(made, { id: "run" });
      running?.stop();
      // Where there is room for one of them, it is the page itself.
      setIsShown(!(isNarrow && made.runner === "html"));
      setIsAside(false);
      setWanted(made);
      script.load().catch(() => {
        setWanted(undefined);
        toast.error(siteWords.notLoaded);
      });
    },
    [running, newRun, isNarrow, setIsShown, setIsAside],
  );
  const value = useMemo(() => ({ running, run }), [running, run]);
  return <Provider value={value}>{children}</Provider>;
}

/** What is to be run, with all files as they are now; or why nothing is, as a sentence. */
function useNewRun(): (kind: RunKind, sqlRunner: Runner, fileId?: string) => NewRun | string {
  const collab = useCollab();
  const isReady = useIsReady();
  const problem = useRunProblem();
  const active = useActiveFile();
  const { id: userId, name: userName } = useUser();
  return useCallback(
    (kind, sqlRunner, fileId) => {
      const words = runningWords.problems;
      if (problem) return problem;
      if (!collab || !isReady) return words.notYet;
      const { ydoc, tools } = collab;
      const files = tools.listFiles(ydoc);
      const find = (id: string | undefined) => files.find((file) => file.id === id);
      const entry = fileId ? find(fileId) : entryOf(files, find(active?.id));
      if (!entry && fileId) return words.isGone;
      const usual = entry && runnerOf(entry);
      const runner = usual === "sql" ? sqlRunner : usual;
      const languages = runnersHere().map((each) => runningWords.languages[each]);
      if (!entry || !runner) return words.nothing(languages);
      if (!isHere(runner)) return words.notHere(runningWords.languages[runner], languages);
      return {
        id: newId(),
        // A file of tests does nothing else.
        kind: isTestFile(entry.path) ? "tests" : kind,
        runner,
        fileId: entry.id,
        path: entry.path,
        codeHash: tools.contentHash(ydoc),
        userId,
        userName,
        files: files.map(({ id, path, text }) => ({ id, path, content: text.toString() })),
      };
    },
    [collab, isReady, problem, active?.id, userId, userName],
  );
}

/** Why this person can run nothing, as a sentence; undefined while they can. */
export function useRunProblem(): string | undefined {
  const isOver = useIsOver();
  const session = useSession();
  const words = runningWords.problems;
  if (isOver) return words.over;
  return mayRun(session.role, session) ? undefined : words.viewer;
}

/** What runs code here, and what is known of all runs; that is undefined until it is loaded. */
export const useRun = (): Value => useValue();

/**
 * A part of what is known of the runs. The component is rendered again only when that part changes: `select` picks a
 * field, or makes a string, a number or a boolean.
 *
 * @example
 * const isRunning = useRunning(({ own }) => own !== undefined);
 */
export function useRunning<Selected>(select: (state: RunningState) => Selected): Selected {
  const { running } = useValue();
  return useSyncExternalStore(
    running?.subscribe ?? nothing,
    () => select(running?.value ?? initial),
    () => select(initial),
  );
}

/** The page of the session that this page shows, if any. */
export const useShownPage = () => useRunning(({ own }) => own?.page);

/** The run that is shown. */
export const useShownRun = (): Run | undefined =>
  useRunning(({ runs, shownId }) => runs.find(({ id }) => id === shownId));
