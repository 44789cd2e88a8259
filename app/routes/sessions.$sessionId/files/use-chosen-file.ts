import { useEffect, useRef, useState } from "react";
import { mayEdit } from "../../../../protocol/entities.ts";
import { useCollabState, useIsReady } from "../connection/collab-context.tsx";
import { useUser } from "../connection/identity-context.tsx";
import { useConnected } from "../people/people-context.tsx";
import { useSession } from "../settings-context.tsx";
import { usePageData } from "../page-data.ts";
import { keepShownFile } from "./kept-shown-file.ts";
import { keepFiles, readKeptFiles } from "./kept-files.ts";
import type { FileEntry } from "./use-file-list.ts";

/** A deletion that arrives right after connecting may have been made by somebody who has left since. */
const SETTLED_MS = 2_000;

/** A file that was deleted while it was open here; `by` is set only where nobody else can have done it. */
export type GoneFile = FileEntry & { by?: string };

/**
 * The file that is open on this page. Only this page's user changes it, whatever files others add, rename, move or
 * delete. Where others delete this very file, nothing is open until somebody brings it back or another file is chosen.
 */
export function useChosenFile(files: FileEntry[]) {
  const ready = useIsReady();
  const connection = useCollabState((state) => state.connection);
  const connected = useConnected();
  const sessionId = useSession().id;
  const ownId = useUser().id;
  const [wanted, setWanted] = useState(usePageData().preview?.fileId);
  const [gone, setGone] = useState<GoneFile>();
  const last = useRef<FileEntry>(undefined);
  const active = files.find(({ id }) => id === wanted);
  const key = `tandem.file.${sessionId}`;

  const openedAt = useRef(Infinity);
  useEffect(() => {
    openedAt.current = connection === "open" ? Date.now() : Infinity;
  }, [connection]);
  const editors = useRef<Map<string, string>>(undefined);
  useEffect(() => {
    editors.current = new Map(connected.flatMap(({ id, name, role }) => (mayEdit(role) ? [[id, name]] : [])));
  }, [connected]);

  useEffect(() => {
    const kept = read(key) ?? readKeptFiles(sessionId).active;
    if (kept && files.some(({ id }) => id === kept)) setWanted(kept);
    // Read once, where a reload goes on; from then on the stored id only follows.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, sessionId]);
  useEffect(() => {
    if (active) {
      last.current = active;
      setGone(undefined);
      if (ready) keep(key, active.id);
    } else if (!ready) return;
    else if (last.current?.id === wanted && last.current) {
      const [[id, name] = [], ...others] = editors.current ?? [];
      const isCertain = others.length === 0 && id !== ownId && Date.now() - openedAt.current > SETTLED_MS;
      setGone({ ...last.current, ...(isCertain && { by: name }) });
    } else setWanted(files[0]?.id);
  }, [active, ready, wanted, files, key, sessionId, ownId]);

  const activeId = active?.id;
  useEffect(() => {
    if (!activeId || !ready) return;
    const keepShown = () => {
      keepFiles(sessionId, { active: activeId });
      keepShownFile(sessionId, activeId);
    };
    keepShown();
    // Of several tabs it is the one that is looked at which may be loaded again.
    addEventListener("focus", keepShown);
    return () => removeEventListener("focus", keepShown);
  }, [activeId, ready, sessionId]);

  return { active, gone: active ? undefined : gone, open: setWanted };
}

/** Two tabs with one session each go on with their own file. The browser may refuse to keep it. */
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, id: string) {
  try {
    sessionStorage.setItem(key, id);
  } catch {
    // As above.
  }
}
