import { translatable } from "./translatable.ts";

/** What several parts of the pages say alike. */
export const commonWords = translatable("common", {
  close: "Close",
  undo: "Undo",
  untitledSession: "Untitled session",
  newSession: "New session",
  visibilities: { private: "Private", link: "Link", public: "Public" },
  yourName: "Your name",
});
