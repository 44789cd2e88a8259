import type { ReactNode } from "react";
import { translatable } from "./translatable.ts";

/** The frame of all pages, what they show in place of themselves, and what messengers show of their links. */
export const siteWords = translatable("site", {
  skipToContent: "Skip to the content",
  navigation: "Main",
  sessions: "Sessions",
  signIn: "Sign in",
  menu: {
    yours: "Your menu,",
    guest: "Guest, in this browser only",
    withGitHub: "Signed in with GitHub",
    settings: "Settings",
    signOut: "Sign out",
    signOutInSettings: "Sign out…",
  },
  signInWithGitHub: "Sign in with GitHub",
  otherAddress: (here: string, address: ReactNode) => (
    <>
      You opened this page at {here}, where nothing can be changed and no session opens. Go to {address} instead. If you
      run this server: APP_ORIGIN must be what is in the address bar.
    </>
  ),
  signedOutElsewhere: "You were signed out in another tab or browser. Nothing that was saved is lost.",
  errors: {
    crashed: "Something went wrong",
    reload: "Nothing that was saved is lost. Reload the page to try again.",
    voidInvite: "This invite is void",
    noCookies: "Cookies are blocked",
    noRoom: "No room left",
    notFound: "Not found",
    noPage: "There is no page at this address.",
    oldLink: "There is no page at this address. The link may be old, or mistyped.",
    forbidden: "Not allowed",
    mayNot: "You may not do this.",
    unavailable: "Just a moment",
    cannotAnswer: "The server cannot answer now. Nothing that was saved is lost; please try again.",
    other: (status: number) => `Error ${status}`,
    toSessions: "Your sessions",
    toFrontPage: "Front page",
  },
  preview: {
    title: "Tandem: write code together",
    description: "Start a session, send its link. Nobody installs anything.",
    sessionDescription: "A session in Tandem: open the link and write code together. Nobody installs anything.",
  },
  notices: "Notifications",
  notLoaded: "This could not be loaded. Nothing is lost: check your connection, then try again.",
  justNow: "just now",
  inUtc: (time: string) => `${time} UTC`,
});
