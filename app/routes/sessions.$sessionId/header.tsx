import { Link } from "@remix-run/react";
import {
  ChevronLeft,
  Command,
  Download,
  FileArchive,
  Keyboard,
  Lock,
  MessageSquare,
  MoreHorizontal,
  Pencil,
  ScanSearch,
  Settings,
  Share2,
  Users,
} from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useRef, useState } from "react";
import type { Session } from "../../../protocol/entities.ts";
import { MAX_TITLE_CHARS } from "../../../protocol/limits.ts";
import { Button } from "../../ui/button.tsx";
import { MenuItem, MenuSeparator, menuClass } from "../../ui/menu.tsx";
import { isComposing } from "../../ui/is-composing.ts";
import { Avatar } from "../../ui/avatar.tsx";
import type { CollabState } from "./connection/collab-state.ts";
import { SaveLabel } from "./connection/save-label.tsx";
import type { PersonHere } from "./people/use-people.ts";

export type Panel = "chat" | "people" | "review";

type Props = {
  session: Session;
  state: CollabState;
  user: { id: string; name: string; color: string; avatarUrl: string | null };
  here: PersonHere[];
  panel: Panel | undefined;
  unread: number;
  /** Findings of the shown review that wait for somebody. */
  openFindings: number;
  /** On phones an editor reads first; undefined elsewhere. */
  editing?: { isOn: boolean; toggle: () => void };
  onRename: (title: string) => void;
  onPanel: (panel: Panel) => void;
  onShare: () => void;
  onAskToEdit: () => void;
  onGoTo: (person: PersonHere) => void;
  onDownload: () => void;
  onDownloadAll: () => void;
  onPalette: () => void;
  onKeys: () => void;
};

const SHOWN_PEOPLE = 5;

export function Header(props: Props) {
  const { session, state, user, here, panel, unread, openFindings, editing } = props;
  const isOver = state.ending !== undefined;
  const isViewer = session.role === "viewer" && !isOver;
  return (
    <header
      id="header"
      tabIndex={-1}
      className="flex h-12 shrink-0 items-center gap-2 border-b border-ink-3 bg-ink-1 px-2 max-md:gap-0.5"
    >
      <Link
        to="/sessions"
        aria-label="Your sessions"
        title="Your sessions"
        className="flex h-7 items-center gap-0.5 rounded px-1.5 text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:size-11 max-md:shrink-0 max-md:justify-center"
      >
        <ChevronLeft size={16} aria-hidden="true" />
        <span className="max-md:hidden">Sessions</span>
      </Link>
      <span aria-hidden="true" className="h-5 w-px bg-ink-3 max-md:hidden" />
      <Title session={session} isFixed={isOver || session.role !== "owner"} onRename={props.onRename} />
      {isViewer && (
        <span className="flex items-center gap-1.5 text-ink-7 max-sm:hidden">
          <Lock size={13} aria-hidden="true" />
          <span className="max-lg:hidden">View only</span>
          <Button size="small" onClick={props.onAskToEdit}>
            Ask to edit
          </Button>
        </span>
      )}
      {session.role !== "viewer" && <SaveLabel state={state} className="px-1.5 max-md:hidden" />}
      <span className="grow" />
      <ul aria-label="People here" className="flex gap-0.5 max-md:hidden">
        <li title={`${user.name} (you)`}>
          <Avatar person={user} size={26} className="ring-2 ring-ink-1" />
          <span className="sr-only">{user.name} (you)</span>
        </li>
        {here.slice(0, SHOWN_PEOPLE - 1).map((person) => (
          <li key={person.id}>
            <button
              type="button"
              title={`${person.name}: go to the caret, once more to follow`}
              className="rounded-full"
              onClick={() => props.onGoTo(person)}
            >
              <Avatar
                person={{ ...person, avatarUrl: person.avatar }}
                size={26}
                className={`ring-2 ring-ink-1 ${person.idle ? "opacity-60" : ""}`}
              />
              <span className="sr-only">Go to {person.name}</span>
            </button>
          </li>
        ))}
        {here.length >= SHOWN_PEOPLE && (
          <li className="flex items-center pl-2.5 text-xs text-ink-7 tabular-nums">
            +{here.length - SHOWN_PEOPLE + 1}
          </li>
        )}
      </ul>
      {editing && (
        <Button size="small" aria-pressed={editing.isOn} className="max-md:h-11" onClick={editing.toggle}>
          {editing.isOn ? "Done" : "Edit"}
        </Button>
      )}
      <PanelButton
        label="People"
        count={isOver ? 0 : here.length + 1}
        isOpen={panel === "people"}
        onClick={() => props.onPanel("people")}
        icon={Users}
      />
      <PanelButton
        label="Review"
        count={openFindings}
        isOpen={panel === "review"}
        onClick={() => props.onPanel("review")}
        icon={ScanSearch}
        className="max-md:hidden"
      />
      <PanelButton
        label="Chat"
        count={unread}
        isNews
        isOpen={panel === "chat"}
        onClick={() => props.onPanel("chat")}
        icon={MessageSquare}
      />
      {!isOver && (
        <Button size="small" kind="main" onClick={props.onShare} className="max-md:size-11 max-md:px-0">
          <Share2 size={15} aria-hidden="true" />
          <span className="max-md:sr-only">Share</span>
        </Button>
      )}
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          aria-label="More"
          title="More"
          className="flex size-7 shrink-0 items-center justify-center rounded text-ink-8 hover:bg-ink-2 hover:text-ink-10 max-md:size-11"
        >
          <MoreHorizontal size={16} />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menuClass} align="end" sideOffset={6}>
            {isViewer && (
              <MenuItem icon={Pencil} onSelect={props.onAskToEdit}>
                Ask to edit
              </MenuItem>
            )}
            <MenuItem icon={ScanSearch} className="md:hidden" onSelect={() => props.onPanel("review")}>
              Review {openFindings > 0 && `(${openFindings})`}
            </MenuItem>
            <MenuItem icon={Download} onSelect={props.onDownload}>
              Download this file
            </MenuItem>
            <MenuItem icon={FileArchive} onSelect={props.onDownloadAll}>
              Download all as ZIP
            </MenuItem>
            <MenuItem icon={Command} onSelect={props.onPalette}>
              Command palette
            </MenuItem>
            <MenuItem icon={Keyboard} onSelect={props.onKeys}>
              Keyboard shortcuts
            </MenuItem>
            <MenuSeparator />
            <DropdownMenu.Item asChild>
              <Link
                to="/settings"
                className="flex h-8 items-center gap-2.5 rounded px-2.5 outline-none data-[highlighted]:bg-ink-2 max-md:h-11"
              >
                <Settings size={15} aria-hidden="true" /> Settings
              </Link>
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </header>
  );
}

type PanelButtonProps = {
  label: string;
  count: number;
  isNews?: boolean;
  isOpen: boolean;
  onClick: () => void;
  icon: typeof Users;
  className?: string;
};

function PanelButton({ label, count, isNews, isOpen, onClick, icon: Icon, className = "" }: PanelButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={onClick}
      title={label}
      className={`relative flex h-7 shrink-0 items-center gap-1.5 rounded px-2 text-[13px] font-medium max-md:size-11 max-md:justify-center max-md:px-0 ${
        isOpen ? "bg-ink-3 text-ink-10" : "text-ink-8 hover:bg-ink-2 hover:text-ink-10"
      } ${className}`}
    >
      <Icon size={16} aria-hidden="true" />
      <span className="max-lg:sr-only">{label}</span>
      {count > 0 && (
        <span
          className={`text-xs tabular-nums max-md:absolute max-md:top-0.5 max-md:right-0.5 ${
            isNews ? "min-w-4.5 rounded-full bg-accent px-1.5 text-center leading-[18px] text-on-accent" : "text-ink-7"
          }`}
        >
          {count > 99 ? "99+" : count}
          {isNews && <span className="sr-only"> unread</span>}
        </span>
      )}
    </button>
  );
}

/** The title; its owner changes it in place. */
function Title({
  session,
  isFixed,
  onRename,
}: {
  session: Session;
  isFixed: boolean;
  onRename: (title: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && draft === undefined) button.current?.focus();
    wasEditing.current = draft !== undefined;
  }, [draft]);

  if (isFixed)
    return (
      <h1 dir="auto" className="min-w-0 truncate px-1.5 text-sm" title={session.title}>
        {session.title}
      </h1>
    );
  if (draft === undefined) {
    return (
      <h1 className="min-w-0 text-sm">
        <button
          ref={button}
          type="button"
          title={`${session.title} (click to rename)`}
          onClick={() => setDraft(session.title)}
          dir="auto"
          className="block max-w-full truncate rounded px-1.5 leading-7 hover:bg-ink-2 max-md:leading-[44px]"
        >
          {session.title}
        </button>
      </h1>
    );
  }
  function finish(isKept: boolean) {
    const title = draft?.trim();
    setDraft(undefined);
    if (isKept && title && title !== session.title) onRename(title);
  }
  return (
    <input
      autoFocus
      aria-label="Session title"
      dir="auto"
      maxLength={MAX_TITLE_CHARS}
      value={draft}
      onFocus={({ target }) => target.select()}
      onChange={({ target }) => setDraft(target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent) || (event.key !== "Enter" && event.key !== "Escape")) return;
        // The focus goes to the button before the key has had its effect, which would be to press it.
        event.preventDefault();
        finish(event.key === "Enter");
      }}
      className="h-7 w-80 min-w-0 rounded border border-ink-4 bg-ink-0 px-1.5 text-sm font-medium text-ink-10 max-md:h-10 max-md:text-base"
    />
  );
}
