import { formatNumber } from "./formats.ts";
import { translatable } from "./translatable.ts";

/** What the server answers where it refuses something: pages show it as it is. */
export const apiWords = translatable("api", {
  internal: "Something went wrong on the server. Nothing that was saved is lost; please try again.",
  unavailable: "The database does not answer. Nothing that was saved is lost; please try again in a moment.",
  signedOut: "Please sign in first.",
  forbidden: "You can view this session, but not change it.",
  methods: (methods: string) => `This address takes ${methods}.`,
  notFound: {
    session: "This session does not exist, or is not shared with you.",
    participant: "This participant does not exist, or is not shared with you.",
    message: "This message does not exist, or is not shared with you.",
    review: "This review does not exist, or is not shared with you.",
    finding: "This finding does not exist, or is not shared with you.",
    run: "This run does not exist, or is not shared with you.",
    invite: "This invite does not exist, or is not shared with you.",
    file: "This file does not exist, or is not shared with you.",
    address: "This address does not exist, or is not shared with you.",
  },
  body: {
    notJson: "The body is not JSON.",
    noForm: "The form could not be read.",
    tooLarge: (kilobytes: number) => `This is more than the ${kilobytes} kB that fit here.`,
    tooManyParts: "This has more parts than fit here.",
    invalid: "Some fields need attention.",
    unknownField: "This field is not known here.",
  },
  tooMuch: {
    alone: (seconds: number) => `That was a lot at once. Please wait ${seconds} s and try again.`,
    shared: (seconds: number) => `Too much came from your network at once. Please wait ${seconds} s and try again.`,
    largeBodies: "Somebody else is sending something large right now. Please try again in a moment.",
    histories: "Other people are looking through histories right now. Please try again in a moment.",
  },
  /** What only the owner of a session may do. */
  ownerOnly: {
    any: "Only the owner of this session may do this.",
    settings: "Only the owner may change this session's settings.",
    deletion: "Only the owner may delete this session.",
    inviting: "Only the owner may invite people.",
    revoking: "Only the owner may revoke invites.",
    roles: "Only the owner may change what others may do.",
    removing: "Only the owner may remove others.",
    readmitting: "Only the owner may let somebody in again.",
  },
  /** What only those may do who may edit a session. */
  editorsOnly: {
    deletedFiles: "Only people who may edit this session see its deleted files.",
    findings: "Only people who may edit this session may settle findings.",
    cancelling: "Only people who may edit this session may cancel a review.",
    reviewing: "Only people who can edit this session can ask for a review of it.",
  },
  ownerStays: "The owner stays the owner.",
  ownerCannotLeave: "The owner cannot leave; delete the session instead.",
  noRoom: {
    guest: (megabytes: number) => `There is no room for it: a guest may keep ${formatNumber(megabytes)} MB here.`,
    person: (megabytes: number) => `There is no room for it: one person may keep ${formatNumber(megabytes)} MB here.`,
    ofDeleted: "Some of it belongs to deleted sessions, which are purged 30 days after they were deleted.",
    deleteOne: "Delete a session that you no longer need.",
    moreWithGitHub: (megabytes: number) => `Somebody who signs in with GitHub may keep ${formatNumber(megabytes)} MB.`,
  },
  damaged: {
    copy: "The stored text of this session is damaged and cannot be copied until whoever runs this server restores it.",
    deletedFiles:
      "The stored text of this session is damaged: nothing can be brought back into it until whoever runs this server restores it.",
  },
  message: {
    notYours: "Only the person who wrote a message may change it.",
    tooLate: (minutes: number) =>
      `A message can be changed for ${minutes} minutes after it was sent. This one stays as it is.`,
    deletedTooLongAgo: "This message was deleted too long ago to bring it back.",
    alreadyAsked: (minutes: number) =>
      `You have asked already: the owner sees that in the chat. You can ask again ${minutes} minutes after you did.`,
    idTaken: "This id belongs to another message, or to one that was deleted.",
  },
  review: {
    ended: "This review has ended already.",
    linesReversed: "The last line is before the first.",
  },
  run: {
    forbidden: "Only people who may edit this session run code in it, unless its owner lets viewers do so, too.",
    notYours: "Only the person who runs it may say what a run does.",
    idTaken: "This id belongs to another run.",
    tooMany: (most: number) => `${most} runs are under way in this session already. Please wait until one is done.`,
    ended:
      "This run has ended: by itself, because nothing was heard of it, or because its author began too many others.",
    gap: (next: number) => `The next batch of this run's output is number ${next}.`,
    full: (most: number) => `A run shows ${formatNumber(most)} characters of its output: nothing more is taken.`,
    batchTooLarge: (most: number) => `A batch has at most ${formatNumber(most)} characters.`,
    pathOdd: "This is no name that a file may have.",
  },
  /** Somebody else was faster to settle a finding; they may have gone since. */
  findingSettled: {
    open: (who = "Somebody") => `${who} was faster: this finding is open already.`,
    applied: (who = "Somebody") => `${who} was faster: this finding is applied already.`,
    dismissed: (who = "Somebody") => `${who} was faster: this finding is dismissed already.`,
  },
  /** What is wrong with what somebody entered. */
  fields: {
    titleMissing: "Give it a title.",
    titleTooLong: (most: number) => `A title has at most ${most} characters.`,
    languageMissing: "Choose a language.",
    languageUnknown: "This language is not known here.",
    visibility: "Choose who may come in: private, link or public.",
    linkRole: "Choose editor or viewer.",
    viewersRun: "Say true or false: may viewers run code?",
    files: (most: number) => `A session has 1 to ${most} files.`,
    contentMissing: "A file needs a text, if only an empty one.",
    messageMissing: "Write something.",
    messageTooLong: (most: number) => `A message has at most ${most} characters.`,
    searchTooLong: (most: number) => `Search for at most ${most} characters.`,
  },
});
