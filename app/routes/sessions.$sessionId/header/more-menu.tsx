import {
  Command,
  Download,
  FileArchive,
  Keyboard,
  MoreHorizontal,
  Pencil,
  Play,
  Search,
  Settings,
  PanelsTopLeft,
  SquareTerminal,
} from "lucide-react";
import { useCommandLayers } from "../../../commands/use-commands.ts";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "../../../ui/menu.tsx";
import { useAskToEdit } from "../chat/chat-context.tsx";
import { useIsOver, useRole } from "../connection/use-access.ts";
import { useDownloads } from "../files/use-downloads.ts";
import { useOutput, usePreviewLayout } from "../layout-context.tsx";
import { useRun, useShownPage } from "../running/running-context.tsx";
import { useOpenSearch } from "../search/search-context.tsx";
import { headerWords } from "../../../words/header.tsx";
import { runningWords } from "../../../words/running.ts";

/** What is needed less often. */
export function MoreMenu() {
  const isOver = useIsOver();
  const isViewer = useRole() === "viewer" && !isOver;
  const { ask, hasAsked } = useAskToEdit();
  const openSearch = useOpenSearch();
  const { downloadThis, downloadAll } = useDownloads();
  const { openPalette, openKeys } = useCommandLayers();
  const { run } = useRun();
  const output = useOutput();
  const isPageShown = useShownPage() !== undefined;
  const { setIsAside } = usePreviewLayout();
  const words = headerWords.menu;
  return (
    <Menu
      align="end"
      sideOffset={6}
      trigger={
        <button
          type="button"
          id="open-more"
          aria-label={words.open}
          title={words.open}
          className="flex size-7 shrink-0 items-center justify-center rounded text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
        >
          <MoreHorizontal size={16} />
        </button>
      }
    >
      {isViewer && (
        <MenuItem icon={Pencil} disabled={hasAsked} onSelect={ask}>
          {hasAsked ? headerWords.hasAsked : headerWords.askToEdit}
        </MenuItem>
      )}
      <MenuItem icon={Play} className="md:hidden" onSelect={() => run("run")}>
        {runningWords.commands.run.label}
      </MenuItem>
      <MenuItem icon={SquareTerminal} className="md:hidden" onSelect={() => output.setIsShown(true)}>
        {runningWords.commands.show.label}
      </MenuItem>
      {isPageShown && (
        <MenuItem
          icon={PanelsTopLeft}
          className="md:hidden"
          onSelect={() => {
            output.setIsShown(false);
            setIsAside(false);
          }}
        >
          {runningWords.commands.showPreview.label}
        </MenuItem>
      )}
      <MenuItem icon={Search} className="md:hidden" onSelect={() => openSearch()}>
        {words.find}
      </MenuItem>
      <MenuItem icon={Download} onSelect={downloadThis}>
        {words.download}
      </MenuItem>
      <MenuItem icon={FileArchive} onSelect={downloadAll}>
        {words.downloadAll}
      </MenuItem>
      <MenuItem icon={Command} onSelect={() => openPalette("all")}>
        {words.palette}
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={openKeys}>
        {words.keys}
      </MenuItem>
      <MenuSeparator />
      <MenuLink icon={Settings} to="/settings">
        {words.settings}
      </MenuLink>
    </Menu>
  );
}
