import { useEffect, useState } from "react";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { usePageData } from "../page-data.ts";

export type FileEntry = {
  id: string;
  path: string;
  language: string;
  /** The path, with a number where two are equal. */ label: string;
};

/** The document's files without their texts; changes of a text change nothing here. */
export function useFileList(): FileEntry[] {
  const collab = useCollab();
  const ready = useIsReady();
  const stored = usePageData().files;
  const [files, setFiles] = useState(() => toEntries(stored));
  useEffect(() => {
    if (!collab || !ready) return;
    const { ydoc, tools } = collab;
    const read = () => setFiles(toEntries(tools.listFiles(ydoc)));
    const onChange = (events: { target: unknown; path: unknown[] }[]) => {
      if (events.some(({ path }) => path.length < 2)) read();
    };
    const map = tools.filesOf(ydoc);
    read();
    map.observeDeep(onChange);
    return () => map.unobserveDeep(onChange);
  }, [collab, ready]);
  return files;
}

function toEntries(files: { id: string; path: string; language: string }[]): FileEntry[] {
  const taken = new Set(files.map(({ path }) => path));
  const last = new Map<string, number>();
  return files.map(({ id, path, language }) => {
    let nth = (last.get(path) ?? 0) + 1;
    while (nth > 1 && taken.has(`${path} (${nth})`)) nth++;
    last.set(path, nth);
    const label = nth > 1 ? `${path} (${nth})` : path;
    return { id, path, language, label };
  });
}
