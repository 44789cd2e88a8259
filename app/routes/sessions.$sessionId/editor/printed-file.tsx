import { type CSSProperties, useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { useCollab, useIsReady } from "../connection/collab-context.tsx";
import { useActiveFile } from "../files/files-context.tsx";
import { usePageData } from "../page-data.ts";
import { useSession } from "../settings-context.tsx";

/**
 * The open file for paper, whole: the editor draws no more than the lines that are on the screen. It is there only
 * while the page is printed, and then instead of everything else (`print.css`).
 */
export function PrintedFile() {
  const { title } = useSession();
  const [file, setFile] = useState<{ label: string; text: string }>();
  const read = useRead();
  useEffect(() => {
    // The browser takes what is on the page when the event has been handled.
    const before = () => flushSync(() => setFile(read()));
    const after = () => setFile(undefined);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, [read]);
  if (!file) return null;
  const lines = file.text.split("\n");
  return createPortal(
    <article
      translate="no"
      className="printed"
      style={{ "--digits": `${String(lines.length).length}ch` } as CSSProperties}
    >
      <h1 dir="auto">{title}</h1>
      <p dir="ltr">{file.label}</p>
      <pre dir="ltr">
        {lines.map((line, index) => (
          <code key={index} data-line={index + 1}>
            {`${line}\n`}
          </code>
        ))}
      </pre>
    </article>,
    document.body,
  );
}

/** Reads the open file as it is now; before the document has come, as the page was loaded with it. */
function useRead(): () => { label: string; text: string } | undefined {
  const collab = useCollab();
  const isReady = useIsReady();
  const active = useActiveFile();
  const { preview } = usePageData();
  return () => {
    if (!active) return;
    if (collab && isReady) {
      const file = collab.tools.findFile(collab.ydoc, active.id);
      return file && { label: active.label, text: file.text.toString() };
    }
    if (active.id === preview?.fileId) return { label: active.label, text: preview.text };
  };
}
