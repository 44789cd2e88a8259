import { translatable } from "./translatable.ts";

/** What several parts of the pages say alike. */
export const commonWords = translatable("common", {
  close: "Close",
});
