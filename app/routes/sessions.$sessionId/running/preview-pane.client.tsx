import { RotateCw, X } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { runningWords } from "../../../words/running.ts";
import { useCollab } from "../connection/collab-context.tsx";
import { HeadButton } from "./head-button.tsx";
import { useRun, useRunning, useShownPage } from "./running-context.tsx";
import { useOwnFocus } from "./use-own-focus.ts";

/** Whoever types a word has not written a page yet. */
const PAUSE_MS = 500;

/** In CSS pixels, as most of them are. */
const screens = { full: undefined, tablet: 768, phone: 390 };
type Screen = keyof typeof screens;

/** The page of the session that this page runs. It follows the code, here and nowhere else. */
export function PreviewPane() {
  const { running } = useRun();
  const page = useShownPage();
  const place = useRunning(({ own }) => own?.place);
  const [screen, setScreen] = useState<Screen>("full");
  const words = runningWords.preview;
  useFollowedCode();
  useOwnFocus(place);
  const holdPlace = useCallback(
    (element: HTMLDivElement | null) => {
      if (place) element?.append(place);
    },
    [place],
  );
  const width = screens[screen];
  if (!running || !page) return null;
  return (
    <>
      <div className="flex min-h-9 shrink-0 items-center gap-1 border-b border-ink-3 bg-ink-1 ps-3 pe-1.5 max-md:ps-2">
        <h2 className="sr-only">{words.title}</h2>
        <span
          data-testid="preview-title"
          dir="auto"
          translate="no"
          className="min-w-0 grow truncate text-xs text-ink-9"
        >
          {page.title ? `${page.title} · ${page.path}` : page.path}
        </span>
        <select
          aria-label={words.screen}
          value={screen}
          onChange={({ target }) => setScreen(target.value as Screen)}
          className="select h-7 max-w-36 truncate rounded border border-ink-4 ps-2 text-xs text-ink-9 max-md:hidden"
        >
          {Object.keys(screens).map((each) => (
            <option key={each} value={each}>
              {words.screens[each as Screen]}
            </option>
          ))}
        </select>
        <HeadButton label={words.reload} icon={RotateCw} onPress={() => running.reloadPreview()} />
        <HeadButton label={words.close} icon={X} onPress={() => running.stop()} />
      </div>
      <div className="min-h-0 grow overflow-auto bg-ink-2">
        <div ref={holdPlace} style={{ width }} className="mx-auto h-full w-full" />
      </div>
    </>
  );
}

/** Loads the page again once the code has changed. */
function useFollowedCode() {
  const collab = useCollab();
  const { running } = useRun();
  useEffect(() => {
    if (!collab || !running) return;
    const { ydoc, tools } = collab;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reload = () =>
      running.reloadPreview(
        tools.listFiles(ydoc).map(({ id, path, text }) => ({ id, path, content: text.toString() })),
      );
    const onUpdate = () => {
      clearTimeout(timer);
      timer = setTimeout(reload, PAUSE_MS);
    };
    ydoc.on("update", onUpdate);
    return () => {
      clearTimeout(timer);
      ydoc.off("update", onUpdate);
    };
  }, [collab, running]);
}
