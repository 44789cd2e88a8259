import { formatList, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** Who is in a session, what they may do there, and who else may come in. */
export const peopleWords = translatable("people", {
  you: "(you)",
  inSession: "In this session",
  hereNow: "Here now",
  notHere: "Not here",
  notConnected: "This page is no longer connected: it does not know who is here now.",
  /** Beside each other, below somebody's name. */
  about: {
    owner: "Owner",
    editor: "Editor",
    viewer: "Viewing",
    /** The same within a line. */
    viewing: "viewing",
    guest: "guest",
    idle: "idle",
    following: "following",
    here: "here now",
    byLink: "by the link",
  },
  described: (name: string, details: string[]) => [name, ...details].join(", "),
  /** What is on the button is the number: `+3`. */
  more: (count: number) => plural(count, { one: `+${count} more person`, other: `+${count} more people` }),
  roles: { owner: "owner", editor: "can edit", viewer: "can view" },
  following: {
    follow: "Follow",
    stop: "Stop",
    followPerson: (name: string) => `Follow ${name}`,
    stopFollowing: (name: string) => `Stop following ${name}`,
    isFollowed: (name: string) => `Following ${name}`,
    goToThenFollow: (name: string) => `Go to ${name}'s caret; once more to follow`,
  },
  /** `typed` are other words that people type for a command. */
  commands: {
    goTo: { label: (name: string) => `Go to ${name}`, typed: "caret person jump where" },
    follow: { label: (name: string) => `Follow ${name}`, typed: "person watch track" },
  },
  /** Notices of who came in: of up to three by name, and of more. */
  joined: {
    few: (names: string[]) => `${formatList(names)} joined`,
    many: (first: string, second: string, others: number) => `${first}, ${second} and ${others} others joined`,
  },
  /** A notice, of the person who was followed. */
  left: (name: string) => `${name} left`,
  manage: {
    label: (name: string) => `Manage ${name}`,
    labelWithRole: {
      editor: (name: string) => `Manage ${name}, who can edit`,
      viewer: (name: string) => `Manage ${name}, who can view`,
    },
    make: { editor: "Make editor", viewer: "Make viewer" },
    /** On a button that shows `make.editor`, and as a command. */
    makeEditor: (name: string) => `Make editor: ${name}`,
    made: { editor: "Made editor", viewer: "Made viewer" },
    remove: "Remove from session",
    removed: (name: string) => `${name} removed`,
    removedFully: (removed: string, detail: string) => `${removed}. ${detail}`,
    inviteStillWorks: "The invite they came by still works: they could come back with it under another name.",
    revokeInvite: "Revoke invite",
    inviteRevoked: "Invite revoked",
  },
  copy: {
    link: "Copy link",
    done: "Copied",
    refused: "The browser did not allow copying. Select the link and copy it.",
    share: "Share with another app",
    insteadOfSharing: "The link could not be handed to another app, so it was copied.",
  },
});
