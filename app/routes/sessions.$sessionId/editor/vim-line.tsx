import { useEffect, useRef } from "react";
import { toast } from "../../../ui/toast.ts";
import { editorWords } from "../../../words/editor.ts";
import { announce } from "../announcer.tsx";
import { useActiveFile, useFileTabs } from "../files/files-context.tsx";
import { useIsPhone } from "../layout-context.tsx";
import { usePane } from "./editor-context.tsx";
import { useOptions } from "./use-options.ts";
import { useSaveNotice } from "./use-save-notice.ts";

/** Vim's own line: the mode, what is typed behind a colon, keys that wait for others. A phone has no keys for it. */
export function VimLine() {
  const pane = usePane();
  const { vim } = useOptions();
  const isOn = !useIsPhone() && vim;
  const line = useRef<HTMLSpanElement>(null);
  const events = useVimEvents();
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });
  useEffect(() => {
    if (!isOn || !pane || !line.current) return;
    let isFirst = true;
    return pane.startVim(line.current, {
      onMode(name) {
        if (!isFirst) announce(name);
        isFirst = false;
      },
      onSave: () => latest.current.save(),
      onClose: () => latest.current.close(),
    });
  }, [isOn, pane]);
  if (!isOn) return null;
  return <span ref={line} data-testid="vim" className="vim-line max-w-[60%] min-w-0 overflow-hidden text-ink-9" />;
}

/** What is done outside of the text. */
function useVimEvents() {
  const save = useSaveNotice();
  const active = useActiveFile();
  const { canClose, close } = useFileTabs();
  return {
    save,
    close() {
      if (canClose && active) close(active.id);
      else toast(editorWords.vim.staysOpen, { id: "vim" });
    },
  };
}
