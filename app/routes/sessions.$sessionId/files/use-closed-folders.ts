import { useCallback, useEffect, useMemo, useState } from "react";
import { useSession } from "../settings-context.tsx";
import { useActiveFile } from "./files-context.tsx";
import { keepFiles, readKeptFiles } from "./kept-files.ts";
import { foldersAbove } from "./tree-rows.ts";

/** The folders that this person has closed, as of last time; those above the open file open when it is opened. */
export function useClosedFolders() {
  const sessionId = useSession().id;
  const activePath = useActiveFile()?.path;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => setClosed(new Set(readKeptFiles(sessionId).closedFolders)), [sessionId]);
  const change = useCallback(
    (paths: string[], isClosed: boolean) =>
      setClosed((known) => {
        const others = [...known].filter((path) => !paths.includes(path));
        if (!isClosed && others.length === known.size) return known;
        const next = new Set(isClosed ? [...others, ...paths] : others);
        keepFiles(sessionId, { closedFolders: [...next] });
        return next;
      }),
    [sessionId],
  );
  useEffect(() => {
    if (activePath) change(foldersAbove(activePath), false);
  }, [activePath, change]);
  return useMemo(
    () => ({ closed, setClosed: (path: string, isClosed: boolean) => change([path], isClosed) }),
    [closed, change],
  );
}
