import type { ReactNode } from "react";
import { formatList } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The list of sessions. */
export const sessionListWords = translatable("sessionList", {
  documentTitle: "Sessions · Tandem",
  whichSessions: "Which sessions",
  scopes: { mine: "Mine", shared: "Shared with me", public: "Public" },
  filters: {
    label: "Sessions",
    search: "Search titles",
    language: "Language",
    allLanguages: "All languages",
    order: "Order",
    lastEdited: "Last edited",
    newest: "Newest",
    title: "Title",
    apply: "Apply",
  },
  loadMore: "Load more",
  nothingYet: {
    mine: {
      title: "No sessions yet",
      sentence: "A session is a few files that people write together. Yours are listed here.",
    },
    shared: {
      title: "Nothing is shared with you yet",
      sentence: "Open a link or an invite that somebody sends you, and the session is listed here.",
    },
    public: {
      title: "No public sessions",
      sentence: "A session that its owner makes public is listed here, for everybody.",
    },
  },
  createFirst: "Create the first session",
  ownSessions: "Your own sessions",
  noMatch: {
    title: "No session matches",
    ofText: (text: string) => `No title here contains “${text}”.`,
    ofTextInLanguage: (text: string) => `No title here contains “${text}” in this language.`,
    ofLanguage: "None here is in this language.",
    showAll: "Show all",
  },
  roles: { editor: "You can edit", viewer: "You can view" },
  hereNow: (names: string[]) => `Here now: ${formatList(names)}`,
  /** A label that only screen readers say, and how long ago. */
  lastEdit: (label: (text: string) => ReactNode, ago: ReactNode) => (
    <>
      {label("Last edit")} {ago}
    </>
  ),
  menu: {
    label: (title: string) => `What to do with ${title}`,
    open: "Open",
    copyLink: "Copy link",
    rename: "Rename",
    duplicate: "Duplicate",
    delete: "Delete",
    leave: "Leave",
  },
  linkCopied: "Link copied",
  linkNotCopied: "The browser did not allow copying. Open the session and copy its address.",
  renaming: {
    label: (title: string) => `New title of ${title}`,
    rename: "Rename",
    cancel: "Cancel",
  },
  deleted: (title: ReactNode) => <>Deleted {title}</>,
});
