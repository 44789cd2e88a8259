import { sessionPageWords } from "../../words/session-page.ts";
import { Announcer } from "./announcer.tsx";
import { Banner } from "./connection/banner.tsx";
import { Dialogs } from "./dialogs.tsx";
import { EditorArea } from "./editor/editor-area.tsx";
import { KeyRow } from "./editor/key-row.tsx";
import { PrintedFile } from "./editor/printed-file.tsx";
import { StatusBar } from "./editor/status-bar.tsx";
import { FileTree } from "./files/file-tree.tsx";
import { UploadsProvider } from "./files/uploads-context.tsx";
import { FileTabs } from "./files/file-tabs.tsx";
import { Header } from "./header/header.tsx";
import { PageEffects } from "./page-effects.tsx";
import { Panels } from "./panels.tsx";
import { PreviewDock } from "./running/preview-dock.tsx";
import { RunDock } from "./running/run-dock.tsx";
import { useHeightAboveKeyboard } from "./use-height-above-keyboard.ts";

/** The editor page: what is where. What its parts know they ask of the contexts in `session-provider.tsx`. */
export function Workspace() {
  const heightAboveKeyboard = useHeightAboveKeyboard();
  return (
    <UploadsProvider>
      <div
        // The bar at the bottom of phones is not there while there is a keyboard.
        data-keyboard={heightAboveKeyboard === undefined ? undefined : "shown"}
        style={{ height: heightAboveKeyboard }}
        className="group/page flex h-dvh flex-col overflow-hidden text-sm max-md:not-data-[keyboard]:pb-[calc(3.5rem+env(safe-area-inset-bottom))]"
      >
        {/* Before the others, which may have something to say as soon as they are there. */}
        <Announcer />
        <a href="#code" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-ink-0 focus:p-2">
          {sessionPageWords.skipToCode}
        </a>
        <Header />
        <Banner />
        <div className="relative flex min-h-0 grow">
          <FileTree />
          <div className="relative flex min-w-0 grow flex-col">
            <div className="flex min-h-0 grow">
              <main id="code" tabIndex={-1} className="region relative flex min-h-0 min-w-0 grow flex-col">
                <FileTabs />
                <EditorArea />
                <KeyRow />
              </main>
              <PreviewDock />
            </div>
            <RunDock />
          </div>
          <Panels />
        </div>
        <StatusBar />
        <Dialogs />
        <PrintedFile />
        <PageEffects />
      </div>
    </UploadsProvider>
  );
}
