import { formatList, plural } from "./formats.ts";
import { lines } from "./lines.ts";
import { translatable } from "./translatable.ts";

/** The chat of a session, and what other parts of the page say of it. */
export const chatWords = translatable("chat", {
  messages: "Messages",
  newMessages: "New messages",
  older: "Show older messages",
  loadingOlder: "Loading older messages…",
  olderFailed: "Older messages could not be loaded. They are still kept; please try again.",
  latest: "Latest",
  unread: (count: string) => `${count} new`,
  /** In brackets before the page's title. */
  unreadWithMention: (count: string) => `${count}, @you`,
  typing: (names: string[]) =>
    plural(names.length, {
      one: `${formatList(names)} is typing…`,
      other: `${formatList(names)} are typing…`,
    }),
  /** Why nothing can be written any more. */
  closed: {
    signedOut: "Sign in to write here.",
    replaced: "Reload the page to write here.",
    over: "You cannot write here any more.",
  },
  /** Sent to the owner as a message. */
  askToEdit: "May I edit this session?",
  /** To the owner. */
  asksToEdit: (name: string) => `${name} asks to edit this session.`,
  notNow: "Not now",
  empty: {
    none: "No messages yet.",
    isKept: "What you write here is kept with the session.",
    invite: "Invite somebody",
    sendLink: "Send the link",
    isPrivate: "This session is private. Make an invite link, or open it to everybody with the link.",
    alone: "You are alone here. Whoever opens this link joins you in the code and in this chat.",
    link: "Link to send",
    invitePeople: "Invite people",
    inviteOrChoose: "Invite people, or choose who can join",
  },
  composer: {
    write: "Write a message",
    send: "Send",
    saveChange: "Save the change",
    changing: "Changing your message",
    cancelChange: "Cancel the change",
    cancel: "Cancel",
    cancelKey: "Esc",
    left: (count: number) => plural(count, { one: `${count} character left`, other: `${count} characters left` }),
    tooMany: (count: number) =>
      plural(count, { one: `${count} character too many`, other: `${count} characters too many` }),
  },
  suggestions: {
    kinds: { person: "People", emoji: "Emoji" },
    count: (count: number) => plural(count, { one: `${count} suggestion.`, other: `${count} suggestions.` }),
    notHere: "not here now",
  },
  message: {
    you: "you",
    /** Beside the name of whoever reads it. */
    mentioned: "(you)",
    edited: "edited",
    editedAt: (time: string) => `Edited ${time}`,
    showInCode: "Show in the code",
    change: "Change this message",
    edit: "Edit",
    delete: "Delete",
    deleted: "Message deleted.",
    undo: "Undo",
  },
  failed: {
    group: "Not sent",
    notSent: "Not sent.",
    isKept: "It is kept on this device.",
    isNotKept: "It is in this tab alone: keep it open, or copy the text.",
    retry: "Retry",
    discard: "Discard",
    yours: "Your message was not sent. You can send it again in the chat.",
    unreadable: "The server's answer could not be read.",
    change: "Your change was not saved.",
    copyText: "Copy text",
    editAgain: "Edit again",
  },
  code: {
    label: "Code",
    copy: "Copy the code",
    copied: "Copied",
    cannotCopy: "The browser did not allow copying. Select the code and copy it.",
  },
  lines: {
    lines,
    inFile: (path: string, start: number, end: number) => `${path}, ${lines(start, end)}`,
    deleted: (start: number, end: number) => `${lines(start, end)}, deleted since`,
    deletedInFile: (path: string, start: number, end: number) => `${path}, ${lines(start, end)}, deleted since`,
    link: (start: number, end: number) => `Link to ${lines(start, end)}`,
    unlink: (start: number, end: number) => `Do not link to ${lines(start, end)}`,
    command: "Link to these lines in the chat",
    gone: "These lines were deleted.",
  },
  mentionedYou: (name: string) => `${name} mentioned you in the chat.`,
  showIt: "Show it",
  /** The beginning of a message about a finding, before the link to it. */
  aboutFinding: (title: string, place: string) => `“${title}” (${place})`,
  /** Read out as messages come. */
  announced: {
    several: (count: number) =>
      plural(count, { one: `${count} new message in the chat.`, other: `${count} new messages in the chat.` }),
    wrote: (name: string, text: string) => `${name} wrote: ${text}`,
    code: "a block of code",
    link: "a link",
  },
});
