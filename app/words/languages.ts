import { translatable } from "./translatable.ts";

/** Languages of programming are called alike everywhere, but for what is none. */
export const languageWords = translatable("languages", {
  plainText: "Plain text",
});
