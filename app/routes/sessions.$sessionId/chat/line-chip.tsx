import { Link2, Link2Off } from "lucide-react";
import { useEffect, useState } from "react";
import { chatWords } from "../../../words/chat.ts";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { usePathOf } from "../files/files-context.tsx";
import type { LineLink } from "./line-link.ts";
import { useShowLines } from "./use-show-lines.ts";

/** From an edit until the chips show where their lines are now. */
const PAUSE_MS = 300;

/** Lines of a file, by the numbers that they have now; pressing it shows them. */
export function LineChip({ link }: { link: LineLink }) {
  const show = useShowLines();
  const pathOf = usePathOf();
  const { isGone, startLine, endLine } = useLinesNow(link);
  const path = pathOf(link.fileId);
  const words = chatWords.lines;
  const look = "inline-flex max-w-full items-center gap-1 rounded border px-1.5 align-bottom text-xs leading-5";
  if (isGone)
    return (
      <span translate="yes" className={`${look} border-dashed border-ink-4 text-ink-7`}>
        <Link2Off size={13} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 truncate">
          {path ? words.deletedInFile(path, startLine, endLine) : words.deleted(startLine, endLine)}
        </span>
      </span>
    );
  return (
    <button
      type="button"
      translate="yes"
      onClick={() => show(link)}
      title={chatWords.message.showInCode}
      className={`${look} border-ink-4 bg-ink-1 text-ink-10 hover:bg-ink-2 pointer-coarse:min-h-11`}
    >
      <Link2 size={13} aria-hidden="true" className="shrink-0" />
      <span className="min-w-0 truncate">
        {path ? words.inFile(path, startLine, endLine) : words.lines(startLine, endLine)}
      </span>
    </button>
  );
}

/** Until the document is here, the lines are where they were. */
function useLinesNow(link: LineLink): { isGone: boolean; startLine: number; endLine: number } {
  const collab = useCollab();
  const ready = useIsReady();
  const key = JSON.stringify(link);
  const [now, setNow] = useState("");
  useEffect(() => {
    if (!collab || !ready) return;
    const { ydoc, tools } = collab;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      const where = tools.followLines(ydoc, JSON.parse(key) as LineLink);
      setNow(where ? `${where.startLine}-${where.endLine}` : "gone");
    };
    const later = () => (timer ??= setTimeout(read, PAUSE_MS));
    read();
    const files = tools.filesOf(ydoc);
    files.observeDeep(later);
    return () => {
      clearTimeout(timer);
      files.unobserveDeep(later);
    };
  }, [collab, ready, key]);
  const [startLine = NaN, endLine = NaN] = now.split("-").map(Number);
  if (now === "" || now === "gone") return { ...link, isGone: now === "gone" };
  return { isGone: false, startLine, endLine };
}
