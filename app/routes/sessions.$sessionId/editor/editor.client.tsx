import { useEffect, useRef, useState } from "react";
import { filesOf } from "../../../../protocol/layout.ts";
import type { Collab } from "../connection/collab.client.ts";
import { useReadOnlyWords } from "../connection/read-only.ts";
import { useActiveFile, useShowFile } from "../files/files-context.tsx";
import { useIsPhone, usePanel } from "../layout-context.tsx";
import { useFindings } from "../review/review-context.tsx";
import { useOpenPanel } from "../use-open-panel.ts";
import { peopleWords } from "../../../words/people.ts";
import { CodeMenu, useCodeMenu } from "./code-menu.tsx";
import { useEditorIsHere, useFollowing } from "./editor-context.tsx";
import { setTheme } from "./create-editor.client.ts";
import { EditorPane } from "./editor-pane.client.ts";
import type { OffScreen } from "./off-screen.client.ts";
import { useOptions } from "./use-options.ts";
import { useWrap } from "./use-wrap.ts";

/** Of the text that is 1 rem high, unless a person's own text size enlarges it. */
const PX_PER_REM = 16;
/** A browser on a phone zooms into a field whose letters are smaller. */
const MIN_PHONE_PX = 16;

/** Monaco in the page. Rendered once the document is complete, so that it never shows a text that is not there yet. */
export function Editor({ collab }: { collab: Collab }) {
  const fileId = useActiveFile()?.id;
  const readOnly = useReadOnlyWords();
  const isPhone = useIsPhone();
  const options = useOptions();
  // Monaco counts in pixels; a person's own text size enlarges the code like the rest of the page.
  const fontRem = Math.max(options.fontSize, isPhone ? MIN_PHONE_PX : 0) / PX_PER_REM;
  const { isWrapped } = useWrap();
  const events = useEditorEvents();
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
      onCursor: (info) => latest.current.setCursor(info),
      onOffScreen: (people) => setOffScreen((known) => (same(known, people) ? known : people)),
      onFileWanted: (id) => latest.current.showFile(id),
      onFollowEnded: (how) => latest.current.endFollowing(how),
      onFinding: (id) => latest.current.showFinding(id),
    });
    const applyTheme = () => setTheme(document.documentElement.dataset.theme);
    applyTheme();
    const observer = new MutationObserver(applyTheme);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    setPane(opened);
    latest.current.setPane(opened);
    return () => {
      observer.disconnect();
      latest.current.setPane(undefined);
      setPane(undefined);
      opened.dispose();
    };
  }, [collab]);

  useEffect(() => pane?.setReadOnly(readOnly), [pane, readOnly]);
  useEffect(() => pane?.setOptions({ ...options, minimap: options.minimap && !isPhone }), [pane, options, isPhone]);
  useEffect(() => pane?.setWrap(isWrapped), [pane, isWrapped]);
  useEffect(() => pane?.setPhone(isPhone), [pane, isPhone]);
  useEffect(() => pane?.setFontSize(fontRem * pxPerRem()), [pane, fontRem]);
  useEffect(() => {
    if (pane && fileId && filesOf(collab.ydoc).has(fileId)) pane.showFile(fileId);
  }, [pane, fileId, collab]);

  const { menu, ...codeMenu } = useCodeMenu(pane);
  return (
    <>
      <div ref={element} dir="ltr" translate="no" className="absolute inset-0" {...codeMenu} />
      {pane && <CodeMenu menu={menu} pane={pane} />}
      <Chips pane={pane} people={offScreen.filter(({ where }) => where === "above")} className="top-2" arrow="↑" />
      <Chips pane={pane} people={offScreen.filter(({ where }) => where === "below")} className="bottom-2" arrow="↓" />
    </>
  );
}

const pxPerRem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** What the editor's events change on the page. */
function useEditorEvents() {
  const { setPane, setCursor } = useEditorIsHere();
  const { endFollowing } = useFollowing();
  const { setSelected } = useFindings();
  const { setPanel } = usePanel();
  const showFile = useShowFile();
  function showFinding(id: string) {
    setSelected(id);
    setPanel("review");
  }
  return { setPane, setCursor, endFollowing, showFile, showFinding };
}

const MAX_CHIPS = 4;

type ChipsProps = { pane: EditorPane | undefined; people: OffScreen; className: string; arrow: string };

/** Who is above or below what is shown; a click goes there, or to the list of all where they are many. */
function Chips({ pane, people, className, arrow }: ChipsProps) {
  const openPanel = useOpenPanel();
  if (people.length === 0) return null;
  const others = people.length - MAX_CHIPS;
  const chip = "rounded px-2 text-xs leading-5 max-md:min-w-11 max-md:leading-11";
  return (
    <div className={`absolute right-5 z-10 flex max-w-[60%] flex-wrap justify-end gap-1 ${className}`}>
      {people.slice(0, MAX_CHIPS).map(({ clientId, name, color }) => (
        <button
          key={clientId}
          type="button"
          translate="no"
          onClick={() => pane?.following.jumpToCaret(clientId)}
          className={`max-w-40 truncate text-white ${chip}`}
          style={{ background: color }}
        >
          {arrow} {name}
        </button>
      ))}
      {others > 0 && (
        <button
          type="button"
          aria-label={peopleWords.more(others)}
          title={peopleWords.more(others)}
          onClick={() => openPanel("people")}
          className={`bg-ink-2 text-ink-9 tabular-nums hover:bg-ink-3 ${chip}`}
        >
          +{others}
        </button>
      )}
    </div>
  );
}

const same = (a: OffScreen, b: OffScreen) => JSON.stringify(a) === JSON.stringify(b);
