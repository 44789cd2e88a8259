import { translatable } from "./translatable.ts";

/** What somebody sees who opens an invite. */
export const joinWords = translatable("join", {
  documentTitle: (session: string) => `Join ${session} · Tandem`,
  untitled: "Invite · Tandem",
  preview: "An invite to a session in Tandem: write code together. Nobody installs anything.",
  /** Stands above the session's title. */
  invitesYouTo: (name: string) => `${name} invites you to`,
  roles: {
    editor: "You can edit, read and chat there.",
    viewer: "You can read and chat there, but not edit.",
  },
  nameHint: "Others see it at your caret.",
  joinAs: (name: string) => `Join as ${name}`,
  joinAsGuest: "Join as guest",
  nobodySignsIn: "Nobody can sign in on this server: guests and GitHub are both turned off.",
  openSession: "Open the session",
  isVoid: "It has expired, has been used up or revoked, or its session is gone. Ask whoever sent it for a new one.",
  outdated: {
    removed:
      "You were removed from this session after this invite was made, so it does not let you in any more. Its owner can send you a new one.",
    lowered:
      "You were made a viewer after this invite was made, so it does not let you edit any more. You can still read and chat there, and its owner can send you a new one.",
  },
});
