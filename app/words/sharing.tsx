import type { ReactNode } from "react";
import { plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** The dialog in which a session is shared: its link, whom that lets in, and invites. */
export const sharingWords = translatable("sharing", {
  title: "Share this session",
  link: "Link to this session",
  privateForOwner: "This session is private: invite people below, or open it to everybody with the link.",
  private: "This session is private: its owner invites people.",
  listed: "This session is listed as public.",
  people: "People",
  access: {
    whoCanJoin: "Who can join",
    visibilities: {
      private: "Only people who are invited",
      link: "Anyone with the link",
      public: "Everyone, and listed as public",
    },
    withTheLink: "With the link they",
    cancel: "Cancel",
    /** What the settings mean now. */
    private: "The link lets nobody in but the people below.",
    link: { editor: "Anyone with the link can edit.", viewer: "Anyone with the link can view." },
    public: {
      editor: "Everyone finds this session in the list of public ones. Whoever opens it can edit.",
      viewer: "Everyone finds this session in the list of public ones. Whoever opens it can view.",
    },
    cameByLink: (count: number) => plural(count, { one: "1 person came by it.", other: `${count} people came by it.` }),
    /** Of several people that a sentence names, those whom it does not. */
    others: (count: number) => `${count} others`,
    /** Before a change that takes something from people, or shows the session to everyone. */
    willLoseAccess: (count: number, names: string) =>
      plural(count, {
        one: `1 person who came by the link will lose access: ${names}.`,
        other: `${count} people who came by the link will lose access: ${names}.`,
      }),
    makePrivate: "Make it private",
    willOnlyView: (count: number, names: string) =>
      plural(count, {
        one: `1 person who came by the link will only be able to view: ${names}.`,
        other: `${count} people who came by the link will only be able to view: ${names}.`,
      }),
    makeViewing: "Change to view",
    willBePublic: {
      editor: "Everyone will find this session in the list of public ones. Whoever opens it can edit.",
      viewer: "Everyone will find this session in the list of public ones. Whoever opens it can view.",
    },
    makePublic: "Make it public",
    /** After it. */
    areOut: (count: number, names: string) =>
      plural(count, {
        one: `1 person who came by the link is out now: ${names}.`,
        other: `${count} people who came by the link are out now: ${names}.`,
      }),
    canOnlyView: (count: number, names: string) =>
      plural(count, {
        one: `1 person who came by the link can only view now: ${names}.`,
        other: `${count} people who came by the link can only view now: ${names}.`,
      }),
  },
  invites: {
    none: "Invite people",
    count: (count: number) => plural(count, { one: "1 invite", other: `${count} invites` }),
    link: "Invite link (shown only once)",
    revokeThis: "Revoke this invite",
    revoke: "Revoke",
    whoever: { editor: "Whoever has it can edit", viewer: "Whoever has it can view" },
    used: (count: number) => `${count} used`,
    usedOf: (count: number, most: number) => `${count} of ${most} used`,
    ends: (day: ReactNode) => <>ends {day}</>,
    neverExpires: "never expires",
    /** Each label goes on in what is chosen below it. */
    they: "They",
    expires: "Expires",
    afterDay: "after a day",
    afterWeek: "after a week",
    afterMonth: "after a month",
    never: "never",
    for: "For",
    onePerson: "one person",
    tenPeople: "ten people",
    anyNumber: "any number",
    create: "Create invite link",
  },
});
