import { watch } from "node:fs";
import path from "node:path";
import { say } from "./problem.ts";
import type { Kept } from "./keep-running.ts";

const QUIET_MS = 100;

/** Which edits start which process anew; Vite takes care of everything else below app/. */
const watched: [entry: string, ...processes: ("web" | "collab")[]][] = [
  ["collab", "collab"],
  ["db", "collab", "web"],
  ["app/server.ts", "web"],
  ["app/collab-proxy.ts", "web"],
  ["app/env.server.ts", "web"],
];

/** Whether an edit of a file, by its path from the project's folder, starts a process anew. */
export const startsAgain = (process: "web" | "collab", file: string) =>
  watched.some(
    ([entry, ...processes]) => processes.includes(process) && (file === entry || file.startsWith(`${entry}/`)),
  );

/** For development. Not `node --watch`: the process that it puts in between outlives us. */
export function restartOnEdit(root: string, processes: Partial<Record<"web" | "collab", Kept>>): Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const edited = (name: "web" | "collab") => {
    if (!processes[name]) return;
    clearTimeout(timers.get(name));
    // Editors write a file in several steps.
    timers.set(
      name,
      setTimeout(() => {
        say(`Starting ${name} again, its code has changed.`);
        processes[name]?.restart();
      }, QUIET_MS),
    );
  };
  const watchers = watched.map(([entry, ...names]) =>
    watch(path.join(root, entry), { recursive: true }, () => names.forEach(edited)),
  );
  return {
    [Symbol.dispose]() {
      for (const watcher of watchers) watcher.close();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
