import { formatList } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The form for a new session. */
export const newSessionWords = translatable("newSession", {
  documentTitle: "New session · Tandem",
  title: "Title",
  language: "Language",
  whoCanJoin: "Who can join",
  visibilityHints: {
    private: "Only people you invite.",
    link: "Everybody who has the link.",
    public: "Everybody; it is listed under Public.",
  },
  linkRole: "With the link, people can",
  linkRoles: { editor: "Edit", viewer: "View and chat" },
  startWith: "Start with",
  empty: "An empty file",
  sample: "A sample",
  sampleHint: "A few lines in the language, to try things on.",
  ownFile: "A file from this device",
  file: "File",
  fileHint: "A text file of up to 1 MB. Its name decides the language.",
  creating: "Creating…",
  create: "Create session",
  chooseStart: "Choose what to start with.",
  noSample: (language: string, others: string[]) =>
    `There is no sample in ${language}. Start empty, or choose ${formatList(others, "disjunction")}.`,
  chooseFile: "Choose a file.",
  fileTooLarge: "This file is larger than 1 MB. Choose a smaller one.",
  unreadable: {
    binary: "This file is not a text file.",
    encoding: "This file is not UTF-8: save it as UTF-8.",
  },
});
