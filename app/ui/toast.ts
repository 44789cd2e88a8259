import { later } from "./later.ts";

type Show = typeof import("sonner").toast;

/** What is to be shown or taken away as soon as the library is there, in this order. */
const waiting: ((show: Show) => void)[] = [];

/** The library that shows notices (`notices.tsx`). */
export const sonner = later(async () => {
  const library = await import("sonner");
  for (const act of waiting.splice(0)) act(library.toast);
  return library;
});

function once(act: (show: Show) => void) {
  if (sonner.module) return act(sonner.module.toast);
  waiting.push(act);
  sonner.load().catch(() => {});
}

/** Shows a notice, and takes notices away by the ids that they were given. None is lost while the page loads. */
export const toast = Object.assign((...notice: Parameters<Show>) => once((show) => show(...notice)), {
  error: (...notice: Parameters<Show["error"]>) => once((show) => show.error(...notice)),
  dismiss: (...notice: Parameters<Show["dismiss"]>) => once((show) => show.dismiss(...notice)),
});
