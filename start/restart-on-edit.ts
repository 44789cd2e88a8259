import { watch } from "node:fs";
import path from "node:path";
import { say } from "./problem.ts";
import type { Kept } from "./keep-running.ts";

const QUIET_MS = 100;

type Name = "web" | "collab";

/** Which folders are whose source. Of `app/` itself the files count, not the folders: Vite takes care of those. */
const watched: [folder: string, ...processes: Name[]][] = [
  ["protocol", "collab", "web"],
  ["db", "collab", "web"],
  ["observe", "collab", "web"],
  ["collab", "collab"],
  ["app/server", "web"],
  ["app/review", "web"],
  ["app/words", "web"],
];
const LOOSE = /^app\/[^/]+\.ts$/;

/** Whether an edit of a file, by its path from the project's folder, starts a process anew. */
export const startsAgain = (process: Name, file: string) =>
  watched.some(([folder, ...processes]) => processes.includes(process) && file.startsWith(`${folder}/`)) ||
  (process === "web" && LOOSE.test(file));

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
  const follow = (folder: string, recursive: boolean) =>
    watch(path.join(root, folder), { recursive }, (_event, file) => {
      for (const name of ["web", "collab"] as const) if (startsAgain(name, `${folder}/${file}`)) edited(name);
    });
  const watchers = [...watched.map(([folder]) => follow(folder, true)), follow("app", false)];
  return {
    [Symbol.dispose]() {
      for (const watcher of watchers) watcher.close();
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
