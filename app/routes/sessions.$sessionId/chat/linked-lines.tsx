import { Link2, X } from "lucide-react";
import { chatWords } from "../../../words/chat.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { useSelectedLines } from "../editor/editor-context.tsx";
import { useActiveFile, usePathOf } from "../files/files-context.tsx";
import { useChat } from "./chat-context.tsx";
import { usePartOfWritten } from "./use-written.ts";

/** The lines that the message links to, and the offer to link to those that are selected in the code. */
export function LinkedLines() {
  const { written, attach } = useChat();
  const links = usePartOfWritten(written, (value) => value.links);
  const collab = useCollab();
  const selected = useSelectedLines();
  const file = useActiveFile();
  const pathOf = usePathOf();
  const isLinked = links.some(
    ({ fileId, startLine, endLine }) =>
      fileId === file?.id && startLine === selected?.startLine && endLine === selected.endLine,
  );
  if (links.length === 0 && (!selected || !file)) return null;
  const words = chatWords.lines;
  return (
    <div className="mb-2 flex flex-wrap gap-1.5 text-xs">
      {links.map((link, index) => (
        <span
          key={index}
          className="flex h-7 max-w-full items-center gap-1 rounded border border-ink-4 bg-ink-1 ps-2 text-ink-9 max-md:h-11"
        >
          <Link2 size={13} aria-hidden="true" className="shrink-0" />
          <span className="min-w-0 truncate">
            {words.inFile(pathOf(link.fileId) ?? "", link.startLine, link.endLine)}
          </span>
          <button
            type="button"
            aria-label={words.unlink(link.startLine, link.endLine)}
            onClick={() => written.set({ ...written.value, links: links.filter((other) => other !== link) })}
            className="flex size-7 shrink-0 items-center justify-center rounded text-ink-7 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
          >
            <X size={13} aria-hidden="true" />
          </button>
        </span>
      ))}
      {selected && file && !isLinked && (
        <button
          type="button"
          onClick={() => {
            const link = collab?.tools.linkLines(collab.ydoc, { fileId: file.id, ...selected });
            if (link) attach(link);
          }}
          className="flex h-7 items-center gap-1 rounded border border-dashed border-ink-4 px-2 text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:h-11"
        >
          <Link2 size={13} aria-hidden="true" /> {words.link(selected.startLine, selected.endLine)}
        </button>
      )}
    </div>
  );
}
