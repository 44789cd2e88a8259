import type { ReactNode } from "react";
import { translatable } from "./translatable.ts";

/** The line at the top of a session's page, and what can be done with the session as a whole. */
export const headerWords = translatable("header", {
  yourSessions: "Your sessions",
  sessions: "Sessions",
  share: "Share",
  viewOnly: "View only",
  askToEdit: "Ask to edit",
  /** The same button, once it was pressed, and its tip. */
  hasAsked: "Asked to edit",
  askAgainLater: "The owner sees your question in the chat. You can ask again ten minutes after it.",
  title: {
    label: "Session title",
    clickToRename: (title: string) => `${title} (click to rename)`,
  },
  menu: {
    open: "More",
    find: "Find in all files",
    download: "Download this file",
    downloadAll: "Download all as ZIP",
    palette: "Command palette",
    keys: "Keyboard shortcuts",
    settings: "Settings",
  },
  panels: {
    navigation: "Parts of this page",
    code: "Code",
    search: "Search",
    chat: "Chat",
    people: "People",
    review: "Review",
    /** What is not the number is read out, and not shown. */
    unread: (count: ReactNode, unseen: (text: string) => ReactNode) => (
      <>
        {count}
        {unseen(" unread")}
      </>
    ),
  },
  people: {
    here: "People here",
    /** `person` is their name, and what else there is to know of them. */
    follow: (person: string) => `${person}: tap to follow`,
    goToThenFollow: (person: string) => `${person}: go to the caret, once more to follow`,
  },
  linkCopied: "Link copied",
  linkNotCopied: "The browser did not allow copying. Copy the address of this page.",
  /** `typed` are other words that people type for a command. */
  commands: {
    panels: {
      open: {
        chat: "Open the chat",
        people: "Open the people",
        review: "Open the review",
        search: "Open the search",
        problems: "Open the problems",
      },
      close: {
        chat: "Close the chat",
        people: "Close the people",
        review: "Close the review",
        search: "Close the search",
        problems: "Close the problems",
      },
      typed: {
        chat: "messages write talk",
        people: "participants who is here members roles",
        review: "ai review the code findings static checks",
        search: "find replace",
        problems: "errors warnings diagnostics",
      },
    },
    showCode: {
      label: "Show the code",
      typed: {
        chat: "close the panel chat editor",
        people: "close the panel people editor",
        review: "close the panel review editor",
        search: "close the panel search editor",
        problems: "close the panel problems editor",
      },
    },
    connection: {
      label: "Check the connection",
      typed: "session doctor round trip latency ping server node status",
    },
    copyLink: { label: "Copy the link to this session", typed: "share url address invite" },
    share: { label: "Share", typed: "invite people link roles access public private" },
    rename: { label: "Rename this session", typed: "title name" },
    askToEdit: { label: "Ask to edit", typed: "request access" },
    duplicate: { label: "Duplicate this session", typed: "copy fork keep" },
  },
});
