import { translatable } from "./translatable.ts";

/** What several parts of the pages say alike. */
export const commonWords = translatable("common", {
  close: "Close",
  undo: "Undo",
  redo: "Redo",
  /** A label with the keys that do the same. */
  withKeys: (label: string, keys: string) => `${label} (${keys})`,
  untitledSession: "Untitled session",
  unreachable: "The server cannot be reached right now. Nothing that was saved is lost; please try again.",
  refused: "The server could not do that. Nothing that was saved is lost; please try again.",
  unreadable: "The server's answer could not be read. Reload the page to see whether it was done.",
  oneMoment: "One moment, please",
  newSession: "New session",
  visibilities: { private: "Private", link: "Link", public: "Public" },
  yourName: "Your name",
});
