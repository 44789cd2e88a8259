import { translatable } from "./translatable.ts";

/** Signing in: what does not work, and why. */
export const authWords = translatable("auth", {
  noGuests: "Guests are turned off here. Please sign in with GitHub.",
  noCookies: (host: string) =>
    `Your browser keeps no cookies of ${host}, and without one every click looks like somebody new. Nothing was created. Allow cookies for this site, in the browser's settings or in whatever blocks them, and try again.`,
  nameMissing: "Enter a name.",
  nameInvisible: "Enter a name that can be seen; others see it at your caret.",
  /** Why a sign-in with GitHub did not work, each with what happened and what to do. */
  problems: {
    denied: "You cancelled the sign-in at GitHub. Nothing was changed; try again, or continue as a guest.",
    state:
      "This answer from GitHub does not belong to a sign-in that was started here, or it was used before. Please start again.",
    cookie:
      "Your browser did not bring back the cookie of this sign-in: it took longer than five minutes, or cookies are blocked. Please start again.",
    expired: "The sign-in at GitHub took too long and has expired. Please start again.",
    refused:
      "GitHub refused this server's settings. Tell whoever runs it to check its client id, secret and callback address.",
    down: "GitHub cannot be reached at the moment. Please try again in a minute.",
    slow: "GitHub did not answer within ten seconds. Please try again in a minute.",
    nonsense:
      "GitHub sent an answer that could not be read. Please try again; if it keeps happening, tell whoever runs this server.",
    off: "Signing in with GitHub is turned off on this server.",
  },
});
