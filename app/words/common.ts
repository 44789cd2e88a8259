import { translatable } from "./translatable.ts";

/** What several parts of the pages say alike. */
export const commonWords = translatable("common", {
  close: "Close",
  undo: "Undo",
  redo: "Redo",
  /** A label with the keys that do the same. */
  withKeys: (label: string, keys: string) => `${label} (${keys})`,
  untitledSession: "Untitled session",
  unreachable: "The server cannot be reached right now.",
  refused: "The server could not do that. Please try again.",
  oneMoment: "One moment, please",
  newSession: "New session",
  visibilities: { private: "Private", link: "Link", public: "Public" },
  yourName: "Your name",
});
