import { Link } from "@remix-run/react";
import { ChevronLeft, Share2 } from "lucide-react";
import { Button } from "../../../ui/button.tsx";
import { SaveLabel } from "../connection/save-label.tsx";
import { useIsOver, useRole } from "../connection/use-access.ts";
import { useDialog } from "../layout-context.tsx";
import { RunButton } from "../running/run-button.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { PanelButtons } from "./panel-buttons.tsx";
import { PeopleDiscs } from "./people-discs.tsx";
import { Title } from "./title.tsx";
import { ViewOnly } from "./view-only.tsx";
import { headerWords } from "../../../words/header.tsx";

/** The line at the top of the page. */
export function Header() {
  const isOver = useIsOver();
  const isViewer = useRole() === "viewer";
  return (
    <header
      id="header"
      tabIndex={-1}
      className="region relative flex h-12 shrink-0 items-center gap-2 border-b border-ink-3 bg-ink-1 px-2 max-md:gap-0.5"
    >
      <Link
        to="/sessions"
        aria-label={headerWords.yourSessions}
        title={headerWords.yourSessions}
        className="flex h-7 items-center gap-0.5 rounded px-1.5 text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:size-11 max-md:shrink-0 max-md:justify-center"
      >
        <ChevronLeft size={16} aria-hidden="true" className="rtl:-scale-x-100" />
        <span className="max-md:hidden">{headerWords.sessions}</span>
      </Link>
      <span aria-hidden="true" className="h-5 w-px bg-ink-3 max-md:hidden" />
      {/* On phones the one stands below the other. */}
      <div className="group/title relative flex min-w-0 items-center gap-2">
        <Title />
        {(!isViewer || isOver) && (
          // As long as it needs to be, however short the title is, and no further than the buttons.
          <SaveLabel className="px-1.5 max-md:pointer-events-none max-md:absolute max-md:start-0 max-md:bottom-0.5 max-md:w-max max-md:max-w-[calc(100vw-10rem)] max-md:text-2xs" />
        )}
      </div>
      {isViewer && !isOver && <ViewOnly />}
      <span className="grow" />
      <PeopleDiscs />
      <PanelButtons />
      <RunButton />
      {!isOver && <ShareButton />}
      <MoreMenu />
    </header>
  );
}

function ShareButton() {
  const share = useDialog("share");
  return (
    <Button size="small" kind="main" onClick={() => share.setOpen(true)} className="max-md:w-11 max-md:px-0">
      <Share2 size={15} aria-hidden="true" />
      <span className="max-md:sr-only">{headerWords.share}</span>
    </Button>
  );
}
