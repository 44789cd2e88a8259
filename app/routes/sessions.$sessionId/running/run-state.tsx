import { useEffect, useState } from "react";
import { isUnderWay, type Run } from "../../../../protocol/runs.ts";
import { runningWords } from "../../../words/running.ts";
import { useRunning } from "./running-context.tsx";

const TICK_MS = 100;
const BYTES_PER_MB = 1_000_000;

/** How a run stands, in words. */
export function RunStateLabel({ run }: { run: Run }) {
  const own = useRunning((state) => state.own);
  const times = useRunning((state) => state.times.get(run.id));
  const now = useNow(run.state === "running");
  const isOwn = own?.id === run.id;
  if (isOwn && own.loadingBytes !== undefined)
    return <>{runningWords.loading(runningWords.languages[run.runner], own.loadingBytes / BYTES_PER_MB)}</>;
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  const begunAt = isUnderWay(run.state) ? (times?.begunAt ?? now) : Date.parse(run.createdAt);
  const time = duration(run.tookMs ?? times?.ms ?? Math.max(0, end - begunAt));
  const words = runningWords.states;
  const { state, exitCode, userName } = run;
  if (state === "waiting") return <>{isOwn ? words.waitsForYou : words.waitsFor(userName)}</>;
  if (state === "lost") return <>{words.lost(userName)}</>;
  if (state !== "failed") return <>{words[state](time)}</>;
  return <span className="text-red">{exitCode === null ? words.failed(time) : words.failedWith(exitCode, time)}</span>;
}

function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 60) return runningWords.seconds(seconds);
  return runningWords.minutes(Math.floor(seconds / 60), Math.floor(seconds % 60));
}

function useNow(isTicking: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}
