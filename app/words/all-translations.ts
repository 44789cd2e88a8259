import { accented, rightToLeft } from "./pseudo-translation.ts";
import { addTranslation } from "./translatable.ts";

/** For the server, which shows pages in all of them. */
export function addAllTranslations(): void {
  addTranslation("en-XA", accented);
  addTranslation("ar-XB", rightToLeft);
}
