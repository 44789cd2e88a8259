import { formatNumber, plural } from "./formats.ts";
import { translatable } from "./translatable.ts";

const megabytes = (bytes: number) =>
  formatNumber(bytes / 1024 / 1024, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });

/** A page's connection to its session: whether there is one, whether edits are safe, and what to do if not. */
export const connectionWords = translatable("connection", {
  /** The line under the header, to whoever cannot see where it is. */
  notice: "Notice",
  states: {
    ended: "Disconnected",
    waiting: "Waiting",
    open: "Connected",
    reconnecting: "Reconnecting…",
    connecting: "Connecting…",
  },
  /** Why a session is over for a page. */
  endings: {
    "signed-out": "You are signed out. The text below stays readable; sign in to go on.",
    "no-access": "You no longer have access to this session. The text below stays readable, and you can download it.",
    replaced:
      "This session was replaced by another version. Reload to see it; what you had here is not merged into it.",
    "access-ended": "Your access to this session has ended. The text below stays readable, and you can download it.",
    "session-deleted": "The owner deleted this session. The text below stays readable, and you can download it.",
  },
  ended: {
    signedInAs: (name: string) =>
      `You are signed out: ${name} is signed in in this browser now. The text below stays readable.`,
    lastEditsNotSaved: "Your last edits were not saved.",
    download: "Download",
    openAs: (name: string) => `Open it as ${name}`,
    signIn: "Sign in",
    reload: "Reload",
    tryAgain: "Try again",
    sessions: "Your sessions",
    duplicate: "Duplicate",
    copyOf: (title: string) => `Copy of ${title}`,
  },
  nowSignedInAs: (name: string) => `You are signed in as ${name} now.`,
  downloadCopy: "Download your copy",
  damaged:
    "Part of this session's stored text cannot be read. What can be is shown here, and nobody can change it: ask whoever runs this server to restore it.",
  /** Why the server did not take what was written here. */
  refused: {
    tooLarge: (maxBytes: number) =>
      `This session is full: it holds at most ${megabytes(maxBytes)}. What you have typed since is not saved. Delete something, and it will be.`,
    tooManyFiles: (most: number) =>
      `A session holds at most ${most} files. What you have changed since is not saved. Delete a file, and it will be.`,
    layout:
      "Something here is of a kind that a session cannot hold, so what you changed since is not saved. It is still here, on this device alone.",
    readOnly:
      "Your last edits were not taken, because you can only view this session now. They are still here, on this device alone.",
  },
  /** Why there is no connection yet. */
  waiting: {
    blocked:
      "The network you are on, or a proxy in it, blocks WebSockets, and sessions need them. Try another network, or without a VPN or filter. Trying again by itself…",
    help: "What helps",
    full: (most: number, byLink: number) =>
      `This session is full right now: it can be open ${formatNumber(most)} times at once, ${formatNumber(byLink)} of them for people who have only the link. You will get in as soon as somebody leaves.`,
    tooManyPages: (ofOne: number, inAll: number) =>
      `You have too many pages open: one person can have ${formatNumber(ofOne)} of the same session, and ${formatNumber(inAll)} in all. Close another one, and this one opens by itself.`,
    tooManySockets: (seconds: number) =>
      `Too many connections came from your network at once. In about ${formatNumber(seconds)} s this page tries again by itself.`,
    unavailable: "The session cannot be opened right now. Nothing that was saved is lost. Trying again by itself…",
  },
  cannotStore:
    "The server cannot store edits right now. Keep typing and keep this tab open: they are saved as soon as it can.",
  nearlyFull: (bytes: number, maxBytes: number) =>
    `This session is nearly full: ${megabytes(bytes)} of ${megabytes(maxBytes)}.`,
  retry: "Retry",
  offline: "You are offline. Keep typing: your edits are sent when you are back.",
  reconnecting: "Reconnecting… Keep typing: your edits are sent when the server is back.",
  takesLonger: "Connecting takes longer than usual…",
  keptHere: "They are kept on this device.",
  keptNowhere:
    "Your browser keeps nothing for this site, as storage is blocked or the window private: keep this tab open.",
  earlierEditsSaved: "The edits that you made here before are saved now, too.",
  synced: (count: number) =>
    plural(count, {
      one: `Back online, ${formatNumber(count)} change synced.`,
      other: `Back online, ${formatNumber(count)} changes synced.`,
    }),
  /** Where the page has more than one thing to say. */
  nextLine: (nth: number, count: number) => `Next (${formatNumber(nth)} of ${formatNumber(count)})`,
  leave: "Your last edits are not saved, and this browser keeps nothing. Leave and lose them?",
  discard: "Discard",
  discardForGood: "Discard for good?",
  copies: {
    neverSaved: "Edits of yours that were never saved are kept on this device.",
    ofEarlierVersion: "They belong to an earlier version of this session and are not merged into it.",
    download: "Download",
  },
  /** Why nothing can be typed. */
  readOnly: {
    ended: "Nothing can be changed here any more. The line above the code says why.",
    damaged: "Nobody can change this session until its stored text is restored. The line above the code says more.",
    viewer: "You are viewing this session. Press Ask to edit, at the top: its owner can let you.",
    viewerOnPhone: "You are viewing this session. Press Ask to edit, below the code: its owner can let you.",
    viewerHasAsked: "You are viewing this session. You have asked to edit it: its owner can let you.",
    reading: "You are reading. Press Edit, below the code, to type.",
  },
  /** Whether what was typed is safe: in the header, and in its tip. */
  saving: {
    saved: { label: "Saved", title: "Everything you typed is stored on the server." },
    away: {
      label: "Offline, all saved",
      title: "There is no connection right now. Everything you typed so far is stored on the server.",
    },
    lost: { label: "Not saved", title: "Your last edits did not reach the server. Download your copy." },
    saving: { label: "Saving…", title: "Your last edits are on their way." },
    notSaved: { label: "Not saved yet", title: "The server has not stored your last edits. Keep this tab open." },
    keeping: { label: "Offline, saving here…", title: "Your last edits are being written to this device." },
    kept: {
      label: "Offline, kept on this device",
      title: "Your edits are kept in this browser and sent when you are back.",
    },
    unkept: {
      label: "Offline, keep this tab open",
      title: "Not kept on this device: your edits are in this tab alone.",
    },
  },
});
