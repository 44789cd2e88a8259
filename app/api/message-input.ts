import { withoutControls } from "../../db/plain-text.ts";

/**
 * A message as it is sent and stored: `\n` is the only line end, and of control characters only tabs are kept. Blank
 * lines before and after it go; the first line keeps its indentation.
 */
export const cleanMessage = (text: string): string =>
  withoutControls(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"))
    .replace(/^(?:[^\S\n]*\n)+/, "")
    .trimEnd();
