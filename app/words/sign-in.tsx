import type { ReactNode } from "react";
import { translatable } from "./translatable.ts";

/** The page on which people sign in, as a guest or with GitHub. */
export const signInWords = translatable("signIn", {
  documentTitle: "Sign in · Tandem",
  heading: "Sign in",
  toSession: "One step, then you are in the session.",
  nameIsEnough: "A name is enough; others see it at your caret.",
  asGuest: "Continue as guest",
  or: "or",
  whyGitHub: "Sign in with GitHub to find your sessions again in any browser.",
  gitHubOff: (id: ReactNode, secret: ReactNode) => (
    <>
      Sign-in with GitHub is off on this server. Whoever runs it turns it on with {id} and {secret}.
    </>
  ),
  guestsOff: "Guests are off too, so nobody can sign in.",
});
