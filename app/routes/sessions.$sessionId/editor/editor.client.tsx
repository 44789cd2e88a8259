import { useEffect, useRef, useState } from "react";
import { filesOf } from "../../../../protocol/layout.ts";
import type { Collab } from "../connection/collab.client.ts";
import { type CursorInfo, EditorPane, type OffScreen } from "./editor-pane.client.ts";

type Props = {
  collab: Collab;
  fileId: string | undefined;
  /** Why nothing can be typed, as a sentence; undefined when it can be. */
  readOnly: string | undefined;
  fontSize: number;
  onPane: (pane: EditorPane | undefined) => void;
  onCursor: (info: CursorInfo) => void;
  onFileWanted: (fileId: string) => void;
  onFollowEnded: () => void;
  onFinding: (findingId: string) => void;
};

/** Monaco in the page. Rendered once the document is complete, so that it never shows a text that is not there yet. */
export default function Editor({ collab, fileId, readOnly, fontSize, ...events }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [pane, setPane] = useState<EditorPane>();
  const [offScreen, setOffScreen] = useState<OffScreen>([]);
  const latest = useRef(events);
  useEffect(() => {
    latest.current = events;
  });

  useEffect(() => {
    if (!element.current) return;
    const opened = new EditorPane(element.current, collab, {
      onCursor: (info) => latest.current.onCursor(info),
      onOffScreen: (people) => setOffScreen((known) => (same(known, people) ? known : people)),
      onFileWanted: (id) => latest.current.onFileWanted(id),
      onFollowEnded: () => latest.current.onFollowEnded(),
      onFinding: (id) => latest.current.onFinding(id),
    });
    const applyTheme = () => opened.setTheme(document.documentElement.dataset.theme);
    applyTheme();
    const observer = new MutationObserver(applyTheme);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    setPane(opened);
    latest.current.onPane(opened);
    return () => {
      observer.disconnect();
      latest.current.onPane(undefined);
      setPane(undefined);
      opened.dispose();
    };
  }, [collab]);

  useEffect(() => pane?.setReadOnly(readOnly), [pane, readOnly]);
  useEffect(() => pane?.setFontSize(fontSize), [pane, fontSize]);
  useEffect(() => {
    if (pane && fileId && filesOf(collab.ydoc).has(fileId)) pane.openFile(fileId);
  }, [pane, fileId, collab]);

  return (
    <>
      <div ref={element} className="absolute inset-0" />
      <Chips pane={pane} people={offScreen.filter(({ where }) => where === "above")} className="top-2" arrow="↑" />
      <Chips pane={pane} people={offScreen.filter(({ where }) => where === "below")} className="bottom-2" arrow="↓" />
    </>
  );
}

type ChipsProps = { pane: EditorPane | undefined; people: OffScreen; className: string; arrow: string };

/** Who is above or below what is shown; a click goes there. */
function Chips({ pane, people, className, arrow }: ChipsProps) {
  if (people.length === 0) return null;
  return (
    <div className={`absolute right-5 z-10 flex max-w-[60%] flex-wrap justify-end gap-1 ${className}`}>
      {people.slice(0, 4).map(({ clientId, name, color }) => (
        <button
          key={clientId}
          type="button"
          onClick={() => pane?.jumpTo(clientId)}
          className="max-w-40 truncate rounded px-2 text-xs leading-5 text-white max-md:leading-8"
          style={{ background: color }}
        >
          {arrow} {name}
        </button>
      ))}
      {people.length > 4 && (
        <span className="rounded bg-ink-3 px-2 text-xs leading-5 text-ink-9">+{people.length - 4}</span>
      )}
    </div>
  );
}

const same = (a: OffScreen, b: OffScreen) => JSON.stringify(a) === JSON.stringify(b);
